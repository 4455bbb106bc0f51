#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/api/route.h"
#include "adapters/api/rows.h"
#include "projections/finance.h"

namespace nemo::api {

// Finance's reports as the API and the command line both give them: kGetTrialBalance, kListPayouts,
// kListFinanceExceptions. Amounts are decimal text in dollars, counts are text, and what is not
// there is left out. Thread rule: any thread; a fold stands still while it is read.

// Which of the exceptions are shown: at most so many, from one on, in their order.
struct ExceptionsPage {
  ExceptionRow from = {};  // of it only what the order goes by; blank: the first
  std::size_t limit = std::numeric_limits<std::size_t>::max();
};

// The `next_cursor` of a page as the row that it names; nothing for another text.
std::optional<ExceptionRow> parse_exceptions_cursor(std::string_view text);

struct FinanceReport {
  Operation operation{};
  std::vector<Row> rows;
  std::string next_cursor = {};  // of exceptions; empty at their end
  std::uint64_t left_out = 0;    // exceptions that the fold does not keep
};

// `page` is of exceptions alone.
FinanceReport finance_report(Operation operation, const FinanceFold& finance,
                             const ExceptionsPage& page = {});

// {"positions": [...], "lines" or "data": [...]}, and of exceptions "next_cursor" and "left_out".
std::string finance_json(const FinanceReport& report, const std::vector<LogPosition>& positions);
// With a header line; see csv_of in rows.h.
std::string finance_csv(const FinanceReport& report);

}  // namespace nemo::api
