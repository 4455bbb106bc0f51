#include "adapters/cli/digests.h"

#include "adapters/cli/progress.h"
#include "engine/runner/replay.h"
#include "events/wire/sha256.h"

namespace nemo {

std::string digest_lines(const std::vector<PartitionDigest>& digests) {
  std::string out;
  for (const PartitionDigest& line : digests) {
    out += std::to_string(line.partition) + " " + std::to_string(line.position) + " " +
           format_digest(line.digest) + "\n";
  }
  return out;
}

Digest combined_digest(const std::vector<PartitionDigest>& digests) {
  const std::string hash = sha256_of(digest_lines(digests));
  Digest combined = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    combined = combined << 8 | static_cast<unsigned char>(hash[i]);
  }
  return combined;
}

std::vector<PartitionDigest> rebuilt_digests(LogPort& log) {
  std::uint64_t whole = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    whole += static_cast<std::uint64_t>(log.end_offset(partition));
  }
  Progress progress("records", whole);
  std::uint64_t done = 0;
  std::vector<PartitionDigest> digests;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    Replay replay(log, partition);
    Offset records = 0;
    while (replay.next()) {
      ++records;
      progress.update(++done);
    }
    digests.push_back({partition, records, replay.digest()});
  }
  return digests;
}

}  // namespace nemo
