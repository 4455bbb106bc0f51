#pragma once

#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// "PARTITION POSITION DIGEST", a line each.
std::string digest_lines(const std::vector<PartitionDigest>& digests);

// One digest of a whole ledger: equal for equal lists of partition digests and positions.
Digest combined_digest(const std::vector<PartitionDigest>& digests);

// The digests that the log alone gives: every partition stepped again from zero.
std::vector<PartitionDigest> rebuilt_digests(LogPort& log);

}  // namespace nemo
