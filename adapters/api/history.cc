#include "adapters/api/history.h"

#include <algorithm>

#include "adapters/api/body.h"
#include "adapters/api/history_rows.h"
#include "adapters/api/pages.h"
#include "adapters/daemon/data_directory.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/json_members.h"
#include "projections/exception.h"

namespace nemo::api {
namespace {

constexpr Offset kLookedAt = 20'000;  // records a page

// The first record to look at.
LogPosition cursor_of(const Asked& asked) {
  const PartitionId partition = partition_of(asked.org_id);
  return page_cursor(asked, LogPosition{partition, 0}, [partition](const std::string& text) {
    const auto position = parse_position(text);
    return position && position->partition == partition ? position : std::nullopt;
  });
}

// The first day, since 1970.
std::int64_t day_cursor_of(const Asked& asked) {
  return page_cursor(asked, INT64_MIN, [](const std::string& text) {
    const auto midnight = parse_rfc3339(text + "T00:00:00Z");
    return midnight ? std::optional(midnight->value / kMsPerDay) : std::nullopt;
  });
}

// Records of a page whose lines alone do not say whether they are exceptions.
constexpr std::size_t kRecordsRead = 100;

struct Page {
  LogPosition decided;  // what the page has seen at least
  std::vector<Row> rows = {};
  std::string next = {};  // the cursor of the next page
};

Page page_of(const Asked& asked, Ledger& ledger) {
  Page page;
  const bool found = ledger.read(
      asked.org_id, [&page](const OrgReading& reading) { page.decided = reading.position; });
  if (!found) fail_not_found();
  return page;
}

// The record of a line, beside what it is answered with; see add_exceptions.
void add_by_record(const Outcome& line, LogPort& log, std::vector<Row>& rows) try {
  LogRecord record;
  if (!log.scan(line.position)->next(record) || record.position != line.position) return;
  add_exceptions(decode_envelope(record.envelope), line, rows);
} catch (const LogFailure& failure) {
  throw failure_of(failure);
}

// While lines are visited the log is not read.
Page read_exceptions(const Asked& asked, Ledger& ledger) {
  Page page = page_of(asked, ledger);
  const std::size_t limit = page_limit(asked);
  std::vector<Outcome> found;
  Offset looked_at = 0;
  std::size_t to_read = 0;
  ledger.each_outcome(cursor_of(asked), [&](std::span<const Outcome> lines) {
    if (lines.empty()) return true;
    if (found.size() >= limit || to_read >= kRecordsRead || ++looked_at > kLookedAt) {
      page.next = format_position(lines.front().position);
      return false;
    }
    for (const Outcome& line : lines) {
      if (line.org_id != asked.org_id) continue;
      const bool is_by_record = may_be_exception_by_record(line);
      if (is_by_record) ++to_read;
      if (is_by_record || is_exception(line)) found.push_back(line);
    }
    return true;
  });
  for (const Outcome& line : found) {
    add_rows(asked.route->operation, line, page.rows);
    if (may_be_exception_by_record(line)) add_by_record(line, ledger.log(), page.rows);
  }
  return page;
}

Page read_page(const Asked& asked, Ledger& ledger) {
  if (asked.route->operation == Operation::kListExceptions) return read_exceptions(asked, ledger);
  Page page = page_of(asked, ledger);
  const LogPosition from = cursor_of(asked);
  const std::size_t limit = page_limit(asked);
  Offset looked_at = 0;
  ledger.each_outcome(from, [&](std::span<const Outcome> lines) {
    if (lines.empty()) return true;
    if (page.rows.size() >= limit || ++looked_at > kLookedAt) {
      page.next = format_position(lines.front().position);
      return false;
    }
    for (const Outcome& line : lines) {
      if (line.org_id == asked.org_id) add_rows(asked.route->operation, line, page.rows);
    }
    return true;
  });
  return page;
}

http::Response response_with(const Asked& asked, const Page& page) {
  http::Response response;
  response.fields.push_back({"x-nemo-position", format_position(page.decided)});
  const std::string& next = page.next;
  if (wants_csv(asked)) {
    response.content_type = "text/csv; charset=utf-8";
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
  Page page = page_of(asked, ledger);
  const std::vector<Statement::Day>& days = statements.of(asked.org_id).days();
  auto day = std::lower_bound(days.begin(), days.end(), from,
                              [](const Statement::Day& a, std::int64_t b) { return a.day < b; });
  for (; day != days.end() && page.rows.size() < limit; ++day) {
    page.rows.push_back(row_of(asked.route->operation, *day));
  }
  if (day != days.end()) page.next = day_text(*day);
  return response_with(asked, page);
}

}  // namespace nemo::api
