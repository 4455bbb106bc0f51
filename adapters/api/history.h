#pragma once

#include "adapters/api/asked.h"
#include "adapters/api/statements.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// Pages of what was decided for an organization, oldest first: `?limit=` (1 to 1,000, else 100) and
// `?cursor=` (the page before has it in next_cursor; null at the end). A page may hold fewer lines
// than asked for although more follow: a look at the log goes so far and no further. With
// `Accept: text/csv` the lines are CSV, and the cursor is in x-nemo-next-cursor. Reads the store:
// for the worker. Throws Fault, Failure.
http::Response history_page(const Asked& asked, Ledger& ledger);

// Pages of the statement, or of the usage in it: a row a day of those asked for, the cursor a day.
// For the worker, too.
http::Response history_by_day(const Asked& asked, Ledger& ledger, Statements& statements);

}  // namespace nemo::api
