#include "adapters/cli/explain_story.h"

#include <type_traits>

#include "adapters/cli/amount.h"
#include "adapters/cli/progress.h"
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

std::string amount_asked(std::optional<Nano> amount) {
  return amount ? format_amount(*amount) + " USD" : "priced usage";
}

struct Describe {
  std::string operator()(const ReservationRequested& request) const {
    return "request of " + amount_asked(request.amount_nano) + " for " + request.model.value +
           " by key " + request.key_id.value;
  }
  std::string operator()(const ReservationIncreased& increase) const {
    return "increase " + increase.increase_id.value + " by " + amount_asked(increase.amount_nano);
  }
  std::string operator()(const ReservationSettled& settlement) const {
    return "settlement of " + amount_asked(settlement.cost_nano);
  }
  std::string operator()(const ReservationReleased&) const { return "release"; }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

// The record was decided by the ladder: it is no repeat and not about a hold that has ended.
bool was_checked(const Outcome& line) {
  const OutcomeCode code = line.name.code;
  return code == OutcomeCode::kGranted || is_denied(code) || code == OutcomeCode::kInvalid;
}

class Telling {
 public:
  Telling(Ledger& ledger, ReservationStory& story)
      : story_(story),
        partition_(partition_of(story.org_id)),
        replay_(ledger.log(), partition_),
        progress_("records", static_cast<std::uint64_t>(ledger.log().end_offset(partition_))) {}

  void tell() {
    std::uint64_t done = 0;
    while (const Record* record = replay_.upcoming()) {
      std::vector<Check> checks;
      std::string asked;
      if (names(record->envelope, story_.org_id, story_.reservation_id)) {
        asked = std::visit(Describe{}, record->envelope.payload);
        checks = ask_before(*record);
      }
      replay_.next();
      keep(replay_.lines(), asked, checks);
      progress_.update(++done);
    }
  }

 private:
  // Lets the record's time pass first, as its step would, so that the checks see what it saw.
  std::vector<Check> ask_before(const Record& record) {
    OutcomeLines passed;
    pass_time(replay_.state(), record.position, *replay_.next_time(), passed);
    keep(passed.span(), "", {});
    return explain_checks(replay_.state(), record);
  }

  void keep(std::span<const Outcome> lines, const std::string& asked,
            const std::vector<Check>& checks) {
    for (const Outcome& line : lines) {
      if (line.reservation_id != story_.reservation_id || line.org_id != story_.org_id) continue;
      StoryEvent event{line, line.by_time ? "" : asked, {}};
      if (!line.by_time && was_checked(line)) event.checks = checks;
      story_.events.push_back(std::move(event));
    }
  }

  ReservationStory& story_;
  PartitionId partition_;
  Replay replay_;
  Progress progress_;
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

ReservationStory tell_story(Ledger& ledger, const OrgId& org_id,
                            const ReservationId& reservation_id) {
  ReservationStory story{org_id, reservation_id, {}};
  Telling(ledger, story).tell();
  if (story.events.empty()) {
    throw Failure{
        1, reservation_id.value + ": no such reservation of " + org_id.value + "; check both ids"};
  }
  return story;
}

}  // namespace nemo
