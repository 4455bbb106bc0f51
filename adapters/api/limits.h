#pragma once

#include "adapters/api/caller.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// The limits of a key that has some, as header fields: x-ratelimit-limit-requests, -remaining- and
// -reset- ("17s": to the end of the minute), the same of tokens, and of parallel requests, which
// may end at any time ("1s"). `now` is the line's time.
void add_key_limits(const OrgReading& reading, const KeyHolder& holder, TimeMs now,
                    http::Response& response);

// x-nemo-budget-remaining: what is left in the tightest budget of the key, its user, its team and
// the organization; nothing where they have none. Those of tags and models are not looked at.
void add_budget_left(const OrgReading& reading, const KeyHolder& holder, TimeMs now,
                     http::Response& response);
// The same of what is known to be left.
void add_budget_left(Wide left, http::Response& response);

// Both, of a call that was decided or of the last of several: from the ledger's thread within_done,
// else from any that may ask the ledger.
void add_limits(Ledger& ledger, const KeyHolder& holder, const Outcome& line, bool within_done,
                http::Response& response);

}  // namespace nemo::api
