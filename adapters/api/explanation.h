#pragma once

#include <atomic>

#include "adapters/api/asked.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// Why a reservation was decided so and all that happened to it, found by stepping its partition
// from zero beside the ledger: seconds for millions of records. `ends` gives it up. Throws Fault,
// Failure. Thread rule: any thread.
http::Response explanation_of(const Asked& asked, Ledger& ledger, const std::atomic<bool>& ends);

}  // namespace nemo::api
