#include "adapters/cli/known_records.h"

namespace nemo {

KnownRecords::KnownRecords(Ledger& ledger) : ledger_(ledger) {
  // Partition 0 first: there lies the answer of what is on every partition.
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    ledger.each_outcome({partition, 0}, [this](std::span<const Outcome> lines) {
      for (const Outcome& line : lines) {
        if (line.event_id) positions_.try_emplace(*line.event_id, line.position);
      }
      return true;
    });
  }
}

std::vector<Outcome> KnownRecords::lines_of(const Envelope& envelope) const {
  if (positions_.empty() || !envelope.event_id) return {};
  const auto found = positions_.find(*envelope.event_id);
  if (found == positions_.end()) return {};
  return ledger_.outcomes_at(found->second);
}

}  // namespace nemo
