#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/partition_state.h"

namespace nemo {

// A truth about a partition's state that no record may break. One file each; the list is
// all_invariants().
struct Invariant {
  std::string_view name;  // the truth, as a sentence: "held is the sum of open holds"
  // Appends what breaks it, naming the organization and the numbers; appends nothing if it holds.
  void (*check)(const PartitionState& state, std::vector<std::string>& broken);
};

std::span<const Invariant> all_invariants();

// Asks every truth about everything in memory: "NAME: what breaks it" for each break. Walks all
// objects once a truth.
std::vector<std::string> broken_invariants(const PartitionState& state);

// The truths about one organization alone, cheap enough to be asked after every change.
std::vector<std::string> broken_invariants_of(const PartitionState& state, const OrgState& org);

// Before a checkpoint, in every build: the cheap truths about the partition, those about one
// organization for each that changed since the last checkpoint ("ORG: NAME: what breaks it"), and
// those about one payment for each that changed. What compares with all open holds, payments,
// queues or ids is left out: those lists grow, and a walk over them would cost a checkpoint more
// than writing it. Verify asks it, and builds that check every change.
std::vector<std::string> broken_invariants_of_changes(const PartitionState& state);

// After a record in builds that check every change: asks the truths about its organization (null
// where there is none), and every so often, by the number of objects in memory, all of them.
// Aborts with what is broken.
void assert_invariants(const PartitionState& state, const OrgState* org);

// How many objects a record's share of asking everything may look at.
inline constexpr std::size_t kObjectsPerCheck = 64;

}  // namespace nemo
