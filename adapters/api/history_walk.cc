#include "adapters/api/history_walk.h"

#include "adapters/api/history_filter.h"
#include "adapters/api/history_rows.h"
#include "adapters/api/pages.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/own_line.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"
#include "projections/exception.h"

namespace nemo::api {
namespace {

constexpr Offset kLookedAt = 20'000;       // records a page
constexpr std::size_t kFoundOut = 1'000;   // lines a page whose calls are looked for
constexpr std::size_t kRecordsRead = 100;  // records a page that are exceptions by what they say

// The first record whose time is `from` or later, as log time never goes back.
LogPosition first_since(TimeMs from, LogPosition decided, Ledger& ledger) {
  Offset before = 0;
  for (Offset after = decided.offset + 1; before < after;) {
    const Offset middle = before + (after - before) / 2;
    const auto lines = ledger.outcomes_at({decided.partition, middle});
    if (!lines.empty() && own_line(lines).at < from) {
      before = middle + 1;
    } else {
      after = middle;
    }
  }
  return {decided.partition, before};
}

// The first record to look at.
LogPosition first_of(const Asked& asked, const HistoryFilter& filter, LogPosition decided,
                     Ledger& ledger) {
  const PartitionId partition = partition_of(asked.org_id);
  if (asked.query("cursor") == nullptr && filter.from()) {
    return first_since(*filter.from(), decided, ledger);
  }
  return page_cursor(asked, LogPosition{partition, 0}, [partition](const std::string& text) {
    const auto position = parse_position(text);
    return position && position->partition == partition ? position : std::nullopt;
  });
}

// The lines of a list that are asked for, in two steps: those that may be, then their rows.
class Walk {
 public:
  Walk(const Asked& asked, Ledger& ledger)
      : asked_(asked),
        ledger_(ledger),
        filter_(asked),
        limit_(page_limit(asked)),
        page_(new_page(asked, ledger)) {}

  HistoryPage read() {
    const LogPosition first = first_of(asked_, filter_, page_.decided, ledger_);
    ledger_.each_outcome(first, [this](auto lines) { return visit(lines); });
    add_chosen();
    return std::move(page_);
  }

 private:
  Operation list() const { return asked_.route->operation; }

  // Whether the walk goes on.
  bool visit(std::span<const Outcome> lines) {
    if (lines.empty()) return true;
    if (filter_.has_passed(lines)) return false;
    const std::size_t most = filter_.asks_for_calls() ? kFoundOut : limit_;
    if (chosen_.size() >= most || to_read_ >= kRecordsRead || ++looked_at_ > kLookedAt) {
      page_.next = format_position(lines.front().position);
      return false;
    }
    for (const Outcome& line : lines) {
      if (line.org_id != asked_.org_id || !filter_.takes(line)) continue;
      const bool by_record = may_be_by_record(line);
      if (by_record) ++to_read_;
      if (by_record || is_one(line)) chosen_.push_back(line);
    }
    return true;
  }

  bool is_one(const Outcome& line) const { return shows(list(), line) && filter_.takes_kind(line); }
  // What Stripe told is about no call.
  bool may_be_by_record(const Outcome& line) const {
    return list() == Operation::kListExceptions && !filter_.asks_for_calls() &&
           filter_.takes_kinds_of_records() && may_be_exception_by_record(line);
  }

  // As far as the page has room; a record's lines stay together.
  void add_chosen() {
    CallFinder finder(asked_.org_id, ledger_);
    LogPosition last;
    for (const Outcome& line : chosen_) {
      if (page_.rows.size() >= limit_ && line.position != last) {
        page_.next = format_position(line.position);
        return;
      }
      last = line.position;
      if (filter_.asks_for_calls() && !filter_.takes(finder.of(line))) continue;
      if (is_one(line)) add_rows(list(), line, page_.rows);
      if (may_be_by_record(line)) add_by_record(line);
    }
  }

  void add_by_record(const Outcome& line) try {
    LogRecord record;
    if (!ledger_.log().scan(line.position)->next(record)) return;
    if (record.position != line.position) return;
    std::vector<Row> rows;
    add_exceptions(decode_envelope(record.envelope), line, rows);
    for (Row& row : rows) {
      if (filter_.takes_kind(value_of(row, "kind"))) page_.rows.push_back(std::move(row));
    }
  } catch (const LogFailure& failure) {
    throw failure_of(failure);
  }

  const Asked& asked_;
  Ledger& ledger_;
  HistoryFilter filter_;
  std::size_t limit_;
  HistoryPage page_;
  std::vector<Outcome> chosen_;
  Offset looked_at_ = 0;
  std::size_t to_read_ = 0;
};

}  // namespace

HistoryPage new_page(const Asked& asked, Ledger& ledger) {
  HistoryPage page;
  const bool found = ledger.read(
      asked.org_id, [&page](const OrgReading& reading) { page.decided = reading.position; });
  if (!found) fail_not_found();
  return page;
}

HistoryPage read_page(const Asked& asked, Ledger& ledger) { return Walk(asked, ledger).read(); }

}  // namespace nemo::api
