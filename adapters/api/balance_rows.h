#pragma once

#include <string>

#include "adapters/daemon/ledger.h"

namespace nemo::api {

// A balance as CSV: a line of each amount, then one of each lot in spending order.
std::string balance_csv(const OrgReading& reading);

}  // namespace nemo::api
