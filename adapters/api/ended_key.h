#pragma once

#include "adapters/api/caller.h"
#include "adapters/daemon/ledger.h"
#include "events/catalog/payload.h"

namespace nemo::api {

// A key that is revoked or expired settles and releases what was granted to it, so that a call
// under way is charged, and does nothing else. Throws Fault kInvalidApiKey; Failure where the
// ledger has ended. Thread rule: any thread.
void check_ended_key(Ledger& ledger, const KeyHolder& holder, const Payload& call);

}  // namespace nemo::api
