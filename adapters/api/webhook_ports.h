#pragma once

#include <functional>
#include <string>

#include "adapters/daemon/ledger.h"
#include "adapters/identity/master_key.h"
#include "adapters/webhooks/follower.h"

namespace nemo::api {

// What the webhooks need of a ledger: its alerts, told as GET /v1/orgs/{org}/alerts shows them,
// those of budgets with the limit and what was spent of it when the delivery is made; where each
// organization wants its own, and the secret that signs them. `ledger` and `master_keys` outlive
// them.
webhooks::FollowerPorts webhook_ports(Ledger& ledger, const identity::MasterKeys& master_keys,
                                      std::function<TimeMs()> now,
                                      std::function<void(const std::string&)> tell);

}  // namespace nemo::api
