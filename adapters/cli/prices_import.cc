#include <unistd.h>

#include <chrono>
#include <utility>

#include "adapters/cli/command_line.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/output.h"
#include "adapters/cli/prices_commands.h"
#include "adapters/cli/prices_text.h"
#include "events/outcomes/outcome_name.h"
#include "events/wire/record_json.h"

namespace nemo {
namespace {

struct ImportChoice {
  LedgerChoice ledger;
  std::string file;
  std::string effective_from;
  std::string as_of;
  std::string at;
  std::string version;
  std::string previous;
  std::string out;
  std::string quarantine;
  std::vector<std::string> accepted_jumps;
  bool allow_zero = false;
};

std::optional<TimeMs> parse_time(const std::string& text, const std::string& flag) {
  if (text.empty()) return std::nullopt;
  const std::optional<TimeMs> time = parse_rfc3339(text);
  if (!time) throw Failure{2, flag + " " + text + ": no time; give RFC 3339, 2026-01-02T03:04:05Z"};
  return time;
}

TimeMs now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

std::string record_line(const Envelope& envelope, std::optional<TimeMs> at) {
  std::string line;
  append_record_json(envelope, at, line);
  return line + "\n";
}

PriceImportOptions options_of(const ImportChoice& choice) {
  PriceImportOptions options;
  options.effective_from = parse_time(choice.effective_from, "--effective-from").value_or(now());
  options.as_of = parse_time(choice.as_of, "--as-of");
  check_utf8(choice.version, "--book-version");
  options.version = choice.version;
  options.allow_zero_prices = choice.allow_zero;
  options.accepted_jumps.insert(choice.accepted_jumps.begin(), choice.accepted_jumps.end());
  return options;
}

PriceImport import_choice(const ImportChoice& choice, PriceImportOptions options, Ledger* ledger) {
  std::optional<PriceBookPublished> previous;
  if (!choice.previous.empty()) {
    previous = read_price_file(choice.previous).book;
  } else if (ledger != nullptr) {
    previous = last_book(*ledger);
  }
  if (previous) options.previous = &*previous;
  return read_price_file(choice.file, options);
}

void expect_prices(const PriceImport& import, const std::string& file) {
  if (!import.book.models.empty()) return;
  throw Failure{2, file + ": no price in it can be used (" + reasons_text(import) +
                       "); see them all by --quarantine FILE, and import a table that has some"};
}

// What an import says to the ledger: the book, and what was left out of it.
struct Said {
  std::vector<Envelope> records;
  std::optional<TimeMs> at;

  std::string lines() const {
    std::string text;
    for (const Envelope& record : records) text += record_line(record, at);
    return text;
  }
};

// Gives the exit status.
int append(Ledger& ledger, const Said& said, Output& out) {
  std::vector<LedgerInput> inputs;
  for (const Envelope& record : said.records) inputs.push_back({record, said.at});
  int status = 0;
  ledger.apply(inputs, [&](std::size_t place, std::span<const Outcome> lines) {
    for (const Outcome& line : lines) {
      if (line.by_time) continue;
      const OutcomeCode code = line.name.code;
      out.write((place == 0 ? "\n" : "what was left out: ") + format_outcome_name(line.name) +
                " at " + format_position(line.position) + "\n");
      if (code != OutcomeCode::kAccepted && code != OutcomeCode::kExists) status = 1;
    }
  });
  ledger.close();
  return status;
}

int run_import(const ImportChoice& choice) {
  needed(choice.file, "FILE", "a price table");
  const std::optional<TimeMs> at = parse_time(choice.at, "--at");
  PriceImportOptions options = options_of(choice);
  const Style style = Style::of(STDOUT_FILENO);
  Output out = Output::standard();
  std::unique_ptr<Ledger> ledger;
  if (!choice.ledger.data.empty()) {
    read_price_file(choice.file);  // before a directory is made
    ledger = open_ledger(ledger_options(choice.ledger, LedgerOptions::Mode::kReadWrite));
  }
  const PriceImport import = import_choice(choice, std::move(options), ledger.get());
  if (!choice.quarantine.empty()) write_quarantine(import, choice.quarantine);
  expect_prices(import, choice.file);
  Said said{{import_record(import.book)}, at};
  if (auto quarantine = quarantine_of(import)) said.records.push_back(*std::move(quarantine));
  if (choice.out == "-") {
    out.write(said.lines());
    complain(std::to_string(import.quarantined.size()) + " entries quarantined");
  } else {
    out.write(import_summary(import, choice.file, style));
  }
  if (!choice.out.empty() && choice.out != "-") {
    OutputFile file(choice.out);
    file.output().write(said.lines());
    file.commit();
  }
  const int status = ledger ? append(*ledger, said, out) : 0;
  out.flush();
  return status;
}

}  // namespace

void add_prices_import(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group, {"import", "A published price table as a price book; quarantines what cannot be right",
              "  nemo-ledger prices import model_prices_and_context_window.json\n"
              "  nemo-ledger prices import data.json.gz --data DIR --effective-from "
              "2026-02-01T00:00:00Z\n"
              "  nemo-ledger prices import prices.json --out - | nemo-ledger apply --data DIR\n"
              "Reads LiteLLM's and genai-prices' tables, plain or gzip. With --data the book is\n"
              "appended to the ledger, and what was left out of it, for the exceptions report; a\n"
              "price 100 times off the one before is quarantined."});
  auto choice = std::make_shared<ImportChoice>();
  add_ledger_options(app, choice->ledger);
  app.add_option("FILE", choice->file, "The price table");
  app.add_option("--effective-from", choice->effective_from, "From when on (default: now)")
      ->type_name("TIME");
  app.add_option("--as-of", choice->as_of, "Take the prices that were in force then")
      ->type_name("TIME");
  app.add_option("--at", choice->at, "The record's own log time, for a ledger of past records")
      ->type_name("TIME");
  app.add_option("--book-version", choice->version, "The book's name (default: by its content)")
      ->type_name("TEXT");
  app.add_option("--previous", choice->previous, "The table before, to find jumps by")
      ->type_name("FILE");
  app.add_option("--accept-jump", choice->accepted_jumps, "A model whose jump is right")
      ->type_name("MODEL");
  app.add_flag("--allow-zero-prices", choice->allow_zero, "Take a price of 0 at its word");
  app.add_option("--out", choice->out, "Write the records as NDJSON (- for stdout)")
      ->type_name("FILE");
  app.add_option("--quarantine", choice->quarantine, "Write all that was left out as CSV")
      ->type_name("FILE");
  line.on_run(app, [choice] { return run_import(*choice); });
}

}  // namespace nemo
