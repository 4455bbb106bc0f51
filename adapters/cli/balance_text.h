#pragma once

#include <string>

#include "adapters/cli/org_view.h"
#include "adapters/cli/terminal.h"
#include "adapters/daemon/org_status.h"

namespace nemo {

// An organization's money, lots, keys and budgets. Counters and windows are those of view.at.
std::string balance_table(const OrgView& view, const Style& style);
// One row a figure: section, name, what, value.
std::string balance_csv(const OrgView& view);
// One object; amounts are strings of nano-units.
std::string balance_json(const OrgView& view);

}  // namespace nemo
