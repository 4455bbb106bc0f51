#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/partition_state.h"

namespace nemo {

// A truth about a partition's state that no record may break. One file each; the list is kAll.
struct Invariant {
  std::string_view name;  // the truth, as a sentence: "held is the sum of open holds"
  // Appends what breaks it, naming the organization and the numbers; appends nothing if it holds.
  void (*check)(const PartitionState& state, std::vector<std::string>& broken);
};

std::span<const Invariant> all_invariants();

// Asks every truth about everything in memory: "NAME: what breaks it" for each break. Slow: walks
// all objects.
std::vector<std::string> broken_invariants(const PartitionState& state);

// The truths about one organization alone, cheap enough to be asked after every change.
std::vector<std::string> broken_invariants_of(const PartitionState& state, const OrgState& org);

}  // namespace nemo
