#pragma once

#include <string>
#include <vector>

#include "adapters/api/asked.h"
#include "adapters/api/rows.h"
#include "adapters/daemon/ledger.h"

namespace nemo::api {

struct HistoryPage {
  LogPosition decided;  // what the page has seen at least
  std::vector<Row> rows = {};
  std::string next = {};  // the cursor of the next page
};

// One without rows, as of now. Throws Fault where there is no such organization.
HistoryPage new_page(const Asked& asked, Ledger& ledger);

// A page of a list: walks the lines from the cursor on, as far as a page may; see history.h. What a
// line alone does not say (whose call it is about, what Stripe told) is read from the log once the
// walk is over: while lines are visited the log is not. Throws Fault, Failure.
HistoryPage read_page(const Asked& asked, Ledger& ledger);

}  // namespace nemo::api
