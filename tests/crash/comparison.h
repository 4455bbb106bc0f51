#pragma once

#include <string_view>

#include "adapters/daemon/ledger.h"
#include "tests/crash/script.h"

namespace nemo::crash {

// A ledger held against the script that it was given. All throw Broken, and Failure of the ledger.

// Whether it holds exactly the first inputs of the script: the records of its log, their lines, the
// digests. How many inputs they are.
std::size_t compare(Ledger& ledger, const Script& script);

// Of a ledger that holds the whole script: the state of every organization.
void compare_organizations(Ledger& ledger, const Script& script);

void expect_lines(std::string_view lines, std::string_view expected, LogPosition position);

}  // namespace nemo::crash
