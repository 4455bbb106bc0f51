#pragma once

#include <cstddef>
#include <vector>

#include "adapters/cli/line_reader.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// Takes the records that can be had now, at least one (waiting for it), at most `most` and a
// bounded number of bytes. False at the input's end.
bool read_records(LineReader& reader, std::size_t most, std::vector<LedgerInput>& inputs);

}  // namespace nemo
