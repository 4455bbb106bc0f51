#pragma once

#include <cstddef>

#include "adapters/http/limits.h"

namespace nemo::http {

// Raises what this process may have open of files and sockets as far as the system lets it; how
// many that is. Thread rule: one thread, before connections are accepted.
std::size_t raise_open_files_limit();

// At most half of them for connections, a quarter of those from one address: a ledger that cannot
// open its own files writes no checkpoint and stops, so that callers must never take the last.
ConnectionLimits connections_within(std::size_t open_files);

}  // namespace nemo::http
