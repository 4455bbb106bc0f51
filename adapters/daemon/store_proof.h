#pragma once

#include <filesystem>
#include <vector>

#include "adapters/daemon/bytes_done.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// Opens the folders `state` and `outcomes` in a folder to read, compares every block with its
// checksum, adds up the objects of every partition to its digest, and looks for the outcome lines
// of the last record that each was reached with. Gives the partitions that have a state. Throws
// StoreFailure.
std::vector<PartitionDigest> prove_stores(const std::filesystem::path& root, unsigned threads,
                                          BytesDone& done);

// Opens the embedded log in the folder `log` there to read, compares every table with its checksum,
// and looks for the records that the partitions were reached with. Throws LogFailure.
void prove_log(const std::filesystem::path& root, const std::vector<PartitionDigest>& partitions);

}  // namespace nemo
