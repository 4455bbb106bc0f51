#include "projections/journal.h"

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/json.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/outcome_stream.h"
#include "adapters/cli/output.h"
#include "adapters/cli/table.h"

namespace nemo {
namespace {

struct JournalOptions {
  LedgerChoice ledger;
  std::string org;
  std::string from;
  std::string to;
  std::string format = "table";
};

std::vector<std::string> cells(const Transaction& transaction, const Posting& posting) {
  return {format_rfc3339(transaction.at),
          format_position(transaction.position),
          transaction.org_id.value,
          format_outcome_name(transaction.outcome),
          transaction.reservation_id.value,
          format_account(posting.debit, transaction.org_id),
          format_account(posting.credit, transaction.org_id),
          format_amount(posting.amount.wide())};
}

Table empty_table() {
  return Table({{"at"},
                {"position"},
                {"organization"},
                {"outcome"},
                {"reservation"},
                {"debit"},
                {"credit"},
                {"amount", Align::kRight}});
}

boost::json::object to_json(const Transaction& transaction) {
  boost::json::object object;
  object["position"] = json_text(format_position(transaction.position));
  object["at"] = json_time(transaction.at);
  if (transaction.event_id) object["event_id"] = json_text(format_event_id(*transaction.event_id));
  object["org_id"] = json_text(transaction.org_id.view());
  object["outcome"] = json_text(format_outcome_name(transaction.outcome));
  if (!transaction.reservation_id.empty()) {
    object["reservation_id"] = json_text(transaction.reservation_id.view());
  }
  boost::json::array postings;
  for (const Posting& posting : transaction.postings) {
    boost::json::object row;
    row["debit"] = json_text(format_account(posting.debit, transaction.org_id));
    row["credit"] = json_text(format_account(posting.credit, transaction.org_id));
    row["amount_nano"] = json_integer(posting.amount.wide());
    postings.push_back(std::move(row));
  }
  object["postings"] = std::move(postings);
  return object;
}

// Prints transactions as they come, so that a long journal needs no memory; a table for people is
// aligned by the page.
class JournalPrinter {
 public:
  explicit JournalPrinter(std::string format) : format_(std::move(format)) {
    if (format_ == "json") out_.write("[");
  }

  void print(const Transaction& transaction) {
    if (format_ == "json") {
      out_.write(first_ ? "\n" : ",\n");
      out_.write(boost::json::serialize(to_json(transaction)));
      first_ = false;
      return;
    }
    for (const Posting& posting : transaction.postings) page_.add(cells(transaction, posting));
    if (page_.size() >= kPageRows) end_page();
  }

  void finish() {
    if (format_ == "json") {
      out_.write(first_ ? "]\n" : "\n]\n");
    } else if (first_ || !page_.empty()) {
      end_page();
    }
    out_.flush();
  }

 private:
  static constexpr std::size_t kPageRows = 1'000;

  void end_page() {
    std::string text = format_ == "csv" ? page_.csv() : page_.text(Style::of(1));
    if (!first_ && format_ == "csv") text.erase(0, text.find('\n') + 1);  // one title row in all
    out_.write(text);
    page_ = empty_table();
    first_ = false;
  }

  std::string format_;
  Output out_ = Output::standard();
  Table page_ = empty_table();
  bool first_ = true;
};

int run_journal(const JournalOptions& options) {
  OutcomeRange range;
  if (!options.org.empty()) range.org_id = parse_org(options.org);
  range.from = parse_moment(options.from, "--from");
  range.to = parse_moment(options.to, "--to");
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly));
  JournalPrinter printer(options.format);
  each_line(*ledger, range, [&](const Outcome& line) {
    if (const auto transaction = transaction_of(line)) printer.print(*transaction);
    return true;
  });
  printer.finish();
  return 0;
}

}  // namespace

void add_journal(CommandLine& line) {
  CLI::App& app = line.add(
      {"journal", "Balanced transactions, oldest first",
       "  nemo-ledger journal --data DIR --org acme\n"
       "  nemo-ledger journal --data DIR --from 2026-01-01T00:00:00Z --format csv > january.csv\n"
       "Each row moves its amount from the credited account to the debited one, so every\n"
       "transaction balances. --from and --to take a time or a position, both included."});
  auto options = std::make_shared<JournalOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--org", options->org, "Of one organization alone")->type_name("ORG");
  app.add_option("--from", options->from, "First moment: PARTITION/OFFSET or RFC 3339")
      ->type_name("MOMENT");
  app.add_option("--to", options->to, "Last moment")->type_name("MOMENT");
  add_format(app, options->format);
  line.on_run(app, [options] { return run_journal(*options); });
}

}  // namespace nemo
