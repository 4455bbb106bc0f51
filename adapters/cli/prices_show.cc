#include <filesystem>
#include <utility>

#include "adapters/cli/command_line.h"
#include "adapters/cli/json.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/output.h"
#include "adapters/cli/prices_commands.h"
#include "adapters/cli/table.h"
#include "adapters/prices/price_diff.h"
#include "adapters/prices/price_text.h"

namespace nemo {
namespace {

struct ShowChoice {
  LedgerChoice ledger;
  std::string model;
  std::string file;
  std::string format = "table";
};

struct DiffChoice {
  std::string before;
  std::string after;
  std::string format = "table";
};

PriceBookPublished book_to_show(const ShowChoice& choice) {
  if (!choice.file.empty()) return read_price_file(choice.file).book;
  if (choice.ledger.data.empty()) {
    throw Failure{2, "prices show: no prices given; name a FILE, or add --data DIR"};
  }
  const auto ledger = open_ledger(ledger_options(choice.ledger, LedgerOptions::Mode::kReadOnly));
  std::optional<PriceBookPublished> book = book_in_force(*ledger);
  if (!book) throw Failure{1, choice.ledger.data + ": no price book is in force; import one"};
  return std::move(*book);
}

std::string above_text(std::int64_t above) { return above == 0 ? "" : std::to_string(above); }

// In the format asked for; `name` is of the list in JSON.
void print(const Table& table, const boost::json::object& object, const std::string& format) {
  Output out = Output::standard();
  if (format == "json") {
    out.write(pretty(object));
  } else {
    out.write(format == "csv" ? table.csv() : table.text(Style::of(1)));
  }
  out.flush();
}

int run_show(const ShowChoice& choice) {
  const PriceBookPublished book = book_to_show(choice);
  Table table({{"model"},
               {"class"},
               {"tier"},
               {"above input tokens", Align::kRight},
               {"USD a unit", Align::kRight},
               {"USD a million", Align::kRight}});
  boost::json::array rates;
  for (const PriceLine& line : price_lines(book)) {
    if (!choice.model.empty() && line.model != choice.model) continue;
    table.add({line.model, line.usage_class, line.service_tier, above_text(line.above_input_tokens),
               line.usd, line.usd_per_million});
    boost::json::object row;
    row["model"] = json_text(line.model);
    row["class"] = json_text(line.usage_class);
    row["service_tier"] = json_text(line.service_tier);
    row["above_input_tokens"] = json_integer(line.above_input_tokens);
    row["usd"] = json_text(line.usd);
    row["usd_per_million"] = json_text(line.usd_per_million);
    rates.push_back(std::move(row));
  }
  if (table.empty()) {
    throw Failure{1, choice.model + ": no price in " + book.version.value +
                         "; see 'nemo-ledger prices show' for all models"};
  }
  boost::json::object object;
  object["version"] = json_text(book.version.view());
  object["effective_from"] = json_time(book.effective_from);
  object["rates"] = std::move(rates);
  print(table, object, choice.format);
  return 0;
}

std::string price_text(std::optional<std::int64_t> price_e18) {
  return price_e18 ? format_price(*price_e18) : "";
}

int run_diff(const DiffChoice& choice) {
  needed(choice.before, "BEFORE", "the price table before");
  needed(choice.after, "AFTER", "the price table after");
  Table table({{"model"},
               {"class"},
               {"tier"},
               {"above input tokens", Align::kRight},
               {"before", Align::kRight},
               {"after", Align::kRight},
               {"ratio", Align::kRight}});
  boost::json::array changes;
  for (const PriceChange& change :
       diff_prices(read_price_file(choice.before).book, read_price_file(choice.after).book)) {
    const std::string token_class(enum_name(change.token_class));
    const std::string tier(enum_name(change.service_tier));
    table.add({change.model, token_class, tier, above_text(change.above_input_tokens),
               price_text(change.before_e18), price_text(change.after_e18), change.ratio});
    boost::json::object row;
    row["model"] = json_text(change.model);
    row["class"] = json_text(token_class);
    row["service_tier"] = json_text(tier);
    row["above_input_tokens"] = json_integer(change.above_input_tokens);
    row["before_usd"] = json_text(price_text(change.before_e18));
    row["after_usd"] = json_text(price_text(change.after_e18));
    row["ratio"] = json_text(change.ratio);
    changes.push_back(std::move(row));
  }
  boost::json::object object;
  object["changes"] = std::move(changes);
  print(table, object, choice.format);
  return 0;
}

// A lone word is a MODEL, or a FILE if there is one of that name.
void tell_words_apart(ShowChoice& choice) {
  std::error_code ignored;
  if (!choice.file.empty() || !std::filesystem::is_regular_file(choice.model, ignored)) return;
  choice.file = std::exchange(choice.model, "");
}

}  // namespace

void add_prices_show(CommandLine& line, CLI::App& group) {
  CLI::App& app =
      line.add_under(group, {"show", "The prices of a table, or those in force in a ledger",
                             "  nemo-ledger prices show --data DIR\n"
                             "  nemo-ledger prices show prices.json.gz\n"
                             "  nemo-ledger prices show gpt-4o prices.json.gz\n"
                             "  nemo-ledger prices show gpt-4o --data DIR --format json"});
  auto choice = std::make_shared<ShowChoice>();
  add_ledger_options(app, choice->ledger);
  app.add_option("MODEL", choice->model, "One model alone");
  app.add_option("FILE", choice->file, "A price table; without it, the ledger's");
  add_format(app, choice->format);
  line.on_run(app, [choice] {
    tell_words_apart(*choice);
    return run_show(*choice);
  });
}

void add_prices_diff(CommandLine& line, CLI::App& group) {
  CLI::App& app =
      line.add_under(group, {"diff", "What changed between two price tables",
                             "  nemo-ledger prices diff january.json.gz february.json.gz\n"
                             "  nemo-ledger prices diff january.json february.json --format csv"});
  auto choice = std::make_shared<DiffChoice>();
  app.add_option("BEFORE", choice->before, "The table before");
  app.add_option("AFTER", choice->after, "The table after");
  add_format(app, choice->format);
  line.on_run(app, [choice] { return run_diff(*choice); });
}

}  // namespace nemo
