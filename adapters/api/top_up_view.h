#pragma once

#include <string>

#include "adapters/daemon/ledger.h"

namespace nemo::api {

// When credits are bought by themselves, and what was lately: a JSON object appended to `out`.
// Throws Fault kNotFound where neither a threshold nor an amount is set. `now` is the log time or
// the clock's, whichever is later.
void append_auto_top_up(const OrgReading& reading, const TopUpState& top_up, TimeMs now,
                        std::string& out);

}  // namespace nemo::api
