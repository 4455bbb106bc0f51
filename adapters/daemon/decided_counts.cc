#include "adapters/daemon/decided_counts.h"

#include "events/outcomes/alerts.h"

namespace nemo {
namespace {

// One thread writes: no need to lock the bus.
void add(std::atomic<std::uint64_t>& count, std::uint64_t more) {
  if (more == 0) return;
  count.store(count.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

}  // namespace

void DecidedCounts::count(const PartitionEngine& engine) {
  const PartitionState& state = engine.state();
  count(state.partition, engine.lines());
  open_holds_[state.partition].store(state.holds.size(), std::memory_order_relaxed);
}

void DecidedCounts::count(PartitionId partition, std::span<const Outcome> lines) {
  std::array<std::uint32_t, kOutcomeCodeCount> counted{};
  for (const Outcome& line : lines) ++counted[static_cast<std::size_t>(line.name.code)];
  std::uint64_t alerts = 0;
  for (std::size_t code = 0; code < counted.size(); ++code) {
    add(outcomes_[code], counted[code]);
    if (is_alert(static_cast<OutcomeCode>(code))) alerts += counted[code];
  }
  add(alerts_[partition], alerts);
}

void DecidedCounts::add_to(NodeStanding& standing) const {
  for (std::size_t code = 0; code < outcomes_.size(); ++code) {
    standing.outcomes[code] = outcomes_[code].load(std::memory_order_relaxed);
  }
  for (NodeStanding::Partition& one : standing.partitions) {
    one.alerts = alerts_[one.partition].load(std::memory_order_relaxed);
    one.open_holds = open_holds_[one.partition].load(std::memory_order_relaxed);
  }
}

}  // namespace nemo
