#include "bench/seeded_state.h"

#include <unistd.h>

#include <fstream>

#include "bench/traffic.h"
#include "engine/runner/checkpoint.h"
#include "events/log/partitioner.h"

namespace nemo::bench {
namespace {

constexpr std::int64_t kBeforeTraffic = 1'767'225'500'000;
constexpr std::size_t kOrgsACheckpoint = 20'000;

}  // namespace

std::vector<std::vector<std::string>> orgs_by_partition(std::size_t count) {
  std::vector<std::vector<std::string>> orgs(kPartitionCount);
  for (std::size_t number = 0; number < count; ++number) {
    const std::string digits = std::to_string(number);
    std::string org_id = "org-" + std::string(8 - digits.size(), '0') + digits;
    const PartitionId partition = partition_of(OrgId(org_id));
    orgs[partition].push_back(std::move(org_id));
  }
  return orgs;
}

// Every partition goes on at the same offset: the busiest one's.
void seed_partition(PartitionState& state, const std::vector<std::string>& orgs, Offset end,
                    StateStore& store) {
  OutcomeLines lines;
  std::uint64_t number = 0;
  const auto write = [&] {
    StateChanges changes;
    cut_checkpoint(state, ++number, &changes);
    store.write(changes);
    const auto always = [](const auto&) { return true; };
    state.orgs.evict(state.orgs.size(), number, always);
    state.directories.evict(state.directories.size(), number, always);
    state.ids.evict(state.ids.size(), number, always);
  };
  for (std::size_t i = 0; i < orgs.size(); ++i) {
    for (Envelope& envelope : set_up(orgs[i])) {
      const Record record{{state.partition, state.globals.next_offset},
                          TimeMs{kBeforeTraffic},
                          TimeMs{kBeforeTraffic},
                          std::move(envelope)};
      lines.clear();
      step(state, record, lines);
    }
    if (i % kOrgsACheckpoint == kOrgsACheckpoint - 1) write();
  }
  state.globals.next_offset = end;
  write();
}

Offset seed_state(const std::vector<std::vector<std::string>>& orgs, StateStore& store) {
  std::size_t most = 0;
  for (const auto& of_partition : orgs) most = std::max(most, of_partition.size());
  const auto records_an_org = static_cast<Offset>(set_up("org-00000000").size());
  const Offset end = static_cast<Offset>(most) * records_an_org;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    PartitionState state(partition);
    seed_partition(state, orgs[partition], end, store);
  }
  return end;
}

ScratchFolder::ScratchFolder(const std::string& name)
    : path_(std::filesystem::path("build") / "bench-data" /
            (name + "-" + std::to_string(::getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::int64_t resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t pages = 0;
  statm >> pages >> pages;
  return pages * ::sysconf(_SC_PAGESIZE) / (1 << 20);
}

}  // namespace nemo::bench
