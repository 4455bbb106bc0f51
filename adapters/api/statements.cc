#include "adapters/api/statements.h"

#include <algorithm>

#include "events/log/partitioner.h"

namespace nemo::api {
namespace {

constexpr Offset kAtOnce = 20'000;  // records, so that others come in between

}  // namespace

const Statement& Statements::of(const OrgId& org_id) {
  if (!kept_.contains(org_id) && kept_.size() >= kKept) forget_oldest();
  Kept& kept = kept_[org_id];
  kept.asked = ++asks_;
  while (fold_some(org_id, kept)) {
  }
  return kept.statement;
}

bool Statements::fold_some(const OrgId& org_id, Kept& kept) {
  Offset left = kAtOnce;
  ledger_.each_outcome({partition_of(org_id), kept.next}, [&](std::span<const Outcome> lines) {
    for (const Outcome& line : lines) {
      if (line.org_id == org_id) kept.statement.add(line);
    }
    ++kept.next;
    return --left > 0;
  });
  return left == 0;
}

void Statements::forget_oldest() {
  kept_.erase(std::min_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) {
    return a.second.asked < b.second.asked;
  }));
}

}  // namespace nemo::api
