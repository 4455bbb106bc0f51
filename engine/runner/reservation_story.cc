#include "engine/runner/reservation_story.h"

#include <type_traits>

#include "engine/core/passing_time.h"
#include "engine/runner/replay.h"
#include "events/log/partitioner.h"

namespace nemo {
namespace {

template <class Payload>
constexpr bool kNamesReservation =
    std::is_same_v<Payload, ReservationRequested> ||
    std::is_same_v<Payload, ReservationIncreased> || std::is_same_v<Payload, ReservationSettled> ||
    std::is_same_v<Payload, ReservationReleased>;

bool names(const Envelope& envelope, const OrgId& org_id, const ReservationId& reservation_id) {
  if (envelope.org_id != org_id) return false;
  return std::visit(
      [&]<class Payload>(const Payload& payload) {
        if constexpr (kNamesReservation<Payload>) return payload.reservation_id == reservation_id;
        return false;
      },
      envelope.payload);
}

// The record was decided by the ladder: it is no repeat and not about a hold that has ended.
bool was_checked(const Outcome& line) {
  const OutcomeCode code = line.name.code;
  return code == OutcomeCode::kGranted || is_denied(code) || code == OutcomeCode::kInvalid;
}

class Telling {
 public:
  Telling(LogPort& log, ReservationStory& story)
      : story_(story), replay_(log, partition_of(story.org_id)) {}

  void tell(const std::function<bool(std::uint64_t)>& progress) {
    std::uint64_t done = 0;
    while (const Record* record = replay_.upcoming()) {
      std::vector<Check> checks;
      Payload asked;
      if (names(record->envelope, story_.org_id, story_.reservation_id)) {
        asked = record->envelope.payload;
        checks = ask_before(*record);
      }
      replay_.next();
      keep(replay_.lines(), asked, checks);
      if (!progress(++done)) return;
    }
  }

 private:
  // Lets the record's time pass first, as its step would, so that the checks see what it saw.
  std::vector<Check> ask_before(const Record& record) {
    OutcomeLines passed;
    pass_time(replay_.state(), record.position, *replay_.next_time(), passed);
    keep(passed.span(), {}, {});
    return explain_checks(replay_.state(), record);
  }

  void keep(std::span<const Outcome> lines, const Payload& asked,
            const std::vector<Check>& checks) {
    for (const Outcome& line : lines) {
      if (line.reservation_id != story_.reservation_id || line.org_id != story_.org_id) continue;
      StoryEvent event{line, line.by_time ? Payload{} : asked, {}};
      if (!line.by_time && was_checked(line)) event.checks = checks;
      story_.events.push_back(std::move(event));
    }
  }

  ReservationStory& story_;
  Replay replay_;
};

}  // namespace

const StoryEvent* ReservationStory::request() const {
  for (const StoryEvent& event : events) {
    const bool first =
        event.line.name.code == OutcomeCode::kGranted || is_denied(event.line.name.code);
    if (first && !event.checks.empty()) return &event;
  }
  return nullptr;
}

ReservationStory tell_story(LogPort& log, const OrgId& org_id, const ReservationId& reservation_id,
                            const std::function<bool(std::uint64_t)>& progress) {
  ReservationStory story{org_id, reservation_id, {}};
  Telling(log, story).tell(progress);
  return story;
}

}  // namespace nemo
