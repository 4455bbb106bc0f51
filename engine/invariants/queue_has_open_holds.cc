#include "engine/invariants/queue_has_open_holds.h"

#include <functional>

#include "engine/invariants/number_text.h"

namespace nemo {

void check_queue_has_open_holds(const PartitionState& state, Broken& broken) {
  std::vector<const OpenHolds::Hold*> queued;
  state.holds.each_due(TimeMs{INT64_MAX},
                       [&queued](const OpenHolds::Hold& hold) { queued.push_back(&hold); });
  std::sort(queued.begin(), queued.end(), std::less<>());
  const auto readable = [](const OpenHolds::Hold& hold) {
    return std::string(org_of_key(hold.key)) + ": the hold " +
           std::string(reservation_of_key(hold.key));
  };
  const auto twice = std::adjacent_find(queued.begin(), queued.end());
  if (twice != queued.end()) broken.push_back(readable(**twice) + " is queued twice");
  for (const OpenHolds::Hold* hold : queued) {
    if (hold->record.phase != ReservationPhase::kOpen) {
      broken.push_back(readable(*hold) + " is queued and not open");
    }
  }
  state.reservations.each([&](const OpenHolds::Hold& hold) {
    if (hold.record.phase != ReservationPhase::kOpen) return;
    if (std::binary_search(queued.begin(), queued.end(), &hold, std::less<>())) return;
    broken.push_back(readable(hold) + " is open and not queued");
  });
  if (state.holds.size() != queued.size()) {
    broken.push_back("the queue of holds counts " + number_text(Wide{state.holds.size()}) + " of " +
                     number_text(Wide{queued.size()}));
  }
}

}  // namespace nemo
