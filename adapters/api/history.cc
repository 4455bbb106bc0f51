#include "adapters/api/history.h"

#include <algorithm>

#include "adapters/api/history_filter.h"
#include "adapters/api/history_rows.h"
#include "adapters/api/history_walk.h"
#include "adapters/api/pages.h"

namespace nemo::api {
namespace {

// The first day, since 1970.
std::int64_t day_cursor_of(const Asked& asked) {
  return page_cursor(asked, INT64_MIN, [](const std::string& text) {
    const auto midnight = parse_rfc3339(text + "T00:00:00Z");
    return midnight ? std::optional(midnight->value / kMsPerDay) : std::nullopt;
  });
}

http::Response response_with(const Asked& asked, const HistoryPage& page) {
  http::Response response;
  response.fields.push_back({"x-nemo-position", format_position(page.decided)});
  const std::string& next = page.next;
  if (wants_csv(asked)) {
    response.content_type = kCsv;
    response.body = csv_of(asked.route->operation, page.rows);
    if (!next.empty()) response.fields.push_back({"x-nemo-next-cursor", next});
    return response;
  }
  std::string& out = response.body;
  append_rows(page.rows, out = "{\"data\":");
  out += ",\"next_cursor\":" + (next.empty() ? "null" : "\"" + next + "\"") + "}";
  return response;
}

}  // namespace

http::Response history_page(const Asked& asked, Ledger& ledger) {
  return response_with(asked, read_page(asked, ledger));
}

http::Response history_by_day(const Asked& asked, Ledger& ledger, Statements& statements) {
  const std::size_t limit = page_limit(asked);
  const std::int64_t from = day_cursor_of(asked);
  const HistoryFilter filter(asked);
  HistoryPage page = new_page(asked, ledger);
  for (const Statement::Day& day : statements.of(asked.org_id).days()) {
    if (day.day < from || !filter.takes_day(day.day)) continue;
    if (page.rows.size() == limit) {
      page.next = day_text(day);
      break;
    }
    page.rows.push_back(row_of(asked.route->operation, day));
  }
  return response_with(asked, page);
}

}  // namespace nemo::api
