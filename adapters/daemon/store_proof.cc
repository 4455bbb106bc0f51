#include "adapters/daemon/store_proof.h"

#include <array>

#include "adapters/daemon/stored_state.h"
#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "engine/runner/work_threads.h"
#include "engine/store/checkpoint_db.h"

namespace nemo {
namespace {

constexpr const char* kFix =
    "use another backup; a ledger makes its state and outcomes anew from its log once both folders "
    "are removed";

struct Stores {
  explicit Stores(const std::filesystem::path& root)
      : state(root / "state", true), outcomes(root / "outcomes", true) {}

  RocksStateStore state;
  RocksOutcomeStore outcomes;
};

[[noreturn]] void fail_proof(const std::filesystem::path& folder, LogPosition end,
                             const std::string& reason) {
  throw StoreFailure{StoreFailure::Kind::kDamaged,
                     folder.string() + ": partition " + std::to_string(end.partition) + " before " +
                         format_position(end) + ": " + reason + "; " + kFix};
}

std::optional<PartitionDigest> prove(Stores& stores, const std::filesystem::path& root,
                                     PartitionId partition, BytesDone& done) {
  const auto stored = stored_partition(stores.state, partition);
  if (!stored) return std::nullopt;
  const LogPosition end{partition, stored->position};
  const auto scanned = [&done](std::uint64_t bytes) { done.add(bytes); };
  if (!objects_add_up(stores.state, partition, stored->parts, scanned)) {
    fail_proof(root / "state", end, "its objects are not those that its digest was taken of");
  }
  if (end.offset > 0 && !stores.outcomes.read({partition, end.offset - 1})) {
    fail_proof(root / "outcomes", end, "the lines of its last record are missing");
  }
  return PartitionDigest{partition, stored->position, stored->digest};
}

}  // namespace

std::vector<PartitionDigest> prove_stores(const std::filesystem::path& root, unsigned threads,
                                          BytesDone& done) {
  Stores stores(root);
  stores.outcomes.check_files();
  stores.state.check_files();
  std::array<std::optional<PartitionDigest>, kPartitionCount> proven;
  WorkThreads(threads).run(kPartitionCount, [&](std::size_t partition) {
    proven[partition] = prove(stores, root, static_cast<PartitionId>(partition), done);
  });
  std::vector<PartitionDigest> there;
  for (const auto& partition : proven) {
    if (partition) there.push_back(*partition);
  }
  return there;
}

void prove_log(const std::filesystem::path& root, const std::vector<PartitionDigest>& partitions) {
  SystemClock clock;
  EmbeddedLog log(root / "log", EmbeddedLog::Mode::kReadOnly, clock);
  log.check_files();
  for (const PartitionDigest& reached : partitions) {
    const Offset end = log.end_offset(reached.partition);
    if (end >= reached.position) continue;
    throw LogFailure(LogFailure::Kind::kDamaged,
                     "log " + (root / "log").string() + ": the record at " +
                         format_position({reached.partition, end}) +
                         " is missing, though the state knows it; " + kFix);
  }
}

}  // namespace nemo
