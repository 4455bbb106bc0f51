#pragma once

#include "adapters/api/asked.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// Whether the request only asks what would be: `?dry_run=true`. Throws Fault for another value.
bool is_dry_run(const Asked& asked);

// What the call would be answered if it were made now; nothing is appended, nothing changes. A
// repeat gets its first answer, as it would. Throws Fault, Failure. Thread rule: any thread.
http::Response dry_answer(const Envelope& call, Ledger& ledger, TimeMs now);

}  // namespace nemo::api
