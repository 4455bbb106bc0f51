#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "adapters/workload/workload.h"
#include "engine/core/step.h"

namespace nemo {

// A ledger without disk: the real engine over the sixteen partitions' states in memory. Records of
// the whole ledger go to every partition and are answered by partition 0.
class MemoryLedger {
 public:
  MemoryLedger();

  std::vector<Outcome> apply(const TimedEnvelope& record);

  const OrgState* organization(const OrgId& org_id);
  // Sum over all partitions of all accounts' debits minus credits.
  Wide sum_of_accounts() const;
  Wide account(Account account) const;

 private:
  std::vector<std::unique_ptr<PartitionState>> partitions_;
};

using Seen = std::function<void(const TimedEnvelope&, std::span<const Outcome>)>;

// Runs the workload to its end.
void run(Workload& workload, MemoryLedger& ledger, const Seen& seen);

}  // namespace nemo
