#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/cli/line_reader.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// Takes the records that can be had now, at least one (waiting for it), at most `most` and a
// bounded number of bytes. False at the input's end.
bool read_records(LineReader& reader, std::size_t most, std::vector<LedgerInput>& inputs);

// For people: that `applied` records were applied, and how to go on with the line after the last
// one taken. `packed`: the input is a gzip file.
std::string where_to_go_on(const LineReader& reader, std::uint64_t applied,
                           const std::filesystem::path& data, bool packed = false);

}  // namespace nemo
