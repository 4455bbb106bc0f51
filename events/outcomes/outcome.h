#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/outcomes/account.h"
#include "events/outcomes/detail.h"
#include "events/outcomes/outcome_name.h"
#include "events/values/event_id.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// Flags of a settlement and, the last, of a plan that Stripe told, as bits; the order they print
// in.
enum OutcomeFlag : std::uint8_t {
  kFlagAboveHold = 1,
  kFlagLate = 2,
  kFlagAfterRelease = 4,
  kFlagOrphan = 8,
  kFlagUnpriced = 16,
  kFlagUnknownPlan = 32,
};

// An organization's balance after a line: balance = unspent credits minus what is owed,
// held = open holds, available = balance + credit line - held.
struct Balance {
  Nano balance_nano;
  Nano held_nano;
  Nano available_nano;

  bool operator==(const Balance&) const = default;
};

// One line of what the engine answers. A record yields, in this order: a line for each thing that
// fell due by time before it (by_time, without event_id), its own line, then credit_expired,
// budget_alert and balance_low lines that follow from it. All carry the record's position.
struct Outcome {
  LogPosition position;
  TimeMs at;  // the record's log time; the due time for what time caused
  std::optional<EventId> event_id;
  OrgId org_id;
  OutcomeName name;
  std::uint8_t flags = 0;  // OutcomeFlag
  bool by_time = false;
  ReservationId reservation_id;
  Detail detail;
  std::optional<Balance> balance;  // of org_id, where that organization exists
  std::vector<Posting> postings;
  // Order of by_time lines across partitions: the position that created what fell due.
  Offset created_offset = 0;

  bool operator==(const Outcome&) const = default;
};

}  // namespace nemo
