#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/outcomes/outcome_name.h"
#include "events/values/money.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// How long an id is remembered by log time: exactly 30 days.
inline constexpr std::int64_t kRememberedMs = 2'592'000'000;

enum class ReservationPhase : std::uint8_t {
  kDenied = 0,    // a request was denied, nothing settled
  kOpen = 1,      // a hold is open
  kSettled = 2,   // for good
  kReleased = 3,  // may still settle
  kExpired = 4,   // may still settle
};

// All that is known of one reservation_id.
struct ReservationState {
  ReservationPhase phase{};
  OutcomeName first;        // of the request; kNone where only a settlement came (orphan)
  Offset first_offset = 0;  // the request's
  Offset ended_offset = 0;  // of the record that settled, released or let expire
  std::string content;      // of the request, see engine/state/content.h
  // Of the grant:
  TimeMs granted_at;
  TimeMs expires_at;
  Nano granted;  // with all increases
  Wide estimated_tokens = 0;
  UserId user_id;          // the request's, else the key's then
  TeamId team_id;          // the key's then
  Offset price_book = -1;  // offset of the price book pinned; -1 for none
  // When the id is new again; nothing while a hold is open.
  std::optional<TimeMs> forget_at;
  // The HoldQueue's own, while a hold is open; no part of the state.
  std::uint32_t queue_place = 0;

  // Back to a blank record; the content's memory stays.
  void clear();
  bool has_request() const { return first.code != OutcomeCode::kNone; }
  bool was_granted() const { return first.code == OutcomeCode::kGranted; }
};

// The fields of a request's content that a settlement needs; they point into the content.
struct RequestContent {
  std::string_view key_id;
  std::string_view model;
  std::string_view tags;  // as written: a count, then texts
};
RequestContent read_request_content(std::string_view content);

// An id of another kind, used up by a record.
struct IdState {
  OutcomeName first;
  Offset offset = 0;
  std::string content;
  std::optional<TimeMs> forget_at;  // nothing: never

  void clear() { *this = {}; }
};

}  // namespace nemo
