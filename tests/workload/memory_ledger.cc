#include "tests/workload/memory_ledger.h"

#include <numeric>

#include "engine/state/object_key.h"
#include "events/log/partitioner.h"

namespace nemo {
namespace {

std::vector<Outcome> step_one(PartitionState& state, const TimedEnvelope& timed) {
  Record record;
  record.position = {state.partition, state.globals.next_offset};
  record.at = timed.at;
  record.envelope = timed.envelope;
  OutcomeLines lines;
  step(state, record, lines);
  return {lines.begin(), lines.end()};
}

}  // namespace

MemoryLedger::MemoryLedger() {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    partitions_.push_back(std::make_unique<PartitionState>(partition));
  }
}

std::vector<Outcome> MemoryLedger::apply(const TimedEnvelope& record) {
  if (!is_broadcast(record.envelope.payload)) {
    return step_one(*partitions_[partition_of(record.envelope.org_id)], record);
  }
  for (std::size_t partition = kPartitionCount - 1; partition > 0; --partition) {
    step_one(*partitions_[partition], record);
  }
  return step_one(*partitions_[0], record);
}

const OrgState* MemoryLedger::organization(const OrgId& org_id) {
  std::string scratch;
  PartitionState& state = *partitions_[partition_of(org_id)];
  const auto* found = state.orgs.find(org_key(scratch, ObjectKind::kOrg, org_id.view()));
  return found == nullptr ? nullptr : &found->record;
}

Wide MemoryLedger::account(Account account) const {
  Wide sum = 0;
  for (const auto& state : partitions_) {
    sum += state->globals.accounts[static_cast<std::size_t>(account)];
  }
  return sum;
}

Wide MemoryLedger::sum_of_accounts() const {
  Wide sum = 0;
  for (std::uint8_t number = 0; number < kAccountCount; ++number) {
    sum += account(static_cast<Account>(number));
  }
  return sum;
}

void run(Workload& workload, MemoryLedger& ledger, const Seen& seen) {
  std::vector<TimedEnvelope> batch;
  while (workload.next(batch)) {
    for (std::size_t index = 0; index < batch.size(); ++index) {
      const std::vector<Outcome> lines = ledger.apply(batch[index]);
      workload.answered(index, lines);
      seen(batch[index], lines);
    }
  }
}

}  // namespace nemo
