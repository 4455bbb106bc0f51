#pragma once

#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// The limits of a key that has some, as header fields: x-ratelimit-limit-requests, -remaining- and
// -reset- ("17s": to the end of the minute), the same of tokens. `now` is the line's time.
void add_key_limits(const OrgReading& reading, std::string_view key_id, TimeMs now,
                    http::Response& response);

}  // namespace nemo::api
