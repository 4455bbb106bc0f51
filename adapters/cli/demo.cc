#include <unistd.h>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/demo_directory.h"
#include "adapters/cli/demo_story.h"
#include "adapters/cli/explain_text.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/proofs.h"
#include "adapters/cli/report_text.h"
#include "adapters/cli/traffic_choice.h"
#include "adapters/cli/traffic_files.h"
#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

struct DemoOptions {
  LedgerChoice ledger;
  TrafficChoice traffic;
  std::int64_t calls = WorkloadOptions{}.calls;
  std::int64_t days = WorkloadOptions{}.days;
};

Workload make_workload(const DemoOptions& options, const PriceBookPublished& book) {
  try {
    WorkloadOptions workload = workload_options(options.traffic, options.ledger);
    workload.calls = options.calls;
    workload.days = options.days;
    return Workload::of_generated_calls(book, std::move(workload));
  } catch (const WorkloadFailure& failure) {
    throw Failure{2, failure.message};
  }
}

std::string opening_text(const DemoOptions& options, const PriceBookPublished& book,
                         const std::string& data, const Style& style) {
  std::string out = heading("1. A ledger opens", style);
  out += data + ": an embedded log of " + std::to_string(kPartitionCount) +
         " partitions, and the state the log makes\n";
  out += "prices: " + std::to_string(book.models.size()) + " models by " + book.version.value +
         (options.traffic.prices.empty() ? ", round figures of our own" : "") + "\n";
  out += format_count(options.calls) + " calls of " + format_count(options.traffic.orgs) +
         " organizations in " + format_count(options.days) + " days of log time, seed " +
         std::to_string(options.traffic.seed) + "\n";
  return out;
}

void show_denied(Ledger& ledger, const DemoStory& story, Output& out, const Style& style) {
  if (!story.denied()) return;
  out.write(heading("5. Why was this call refused?", style));
  out.write(style.dim("nemo-ledger explain --org " + story.denied()->org_id.value +
                      " --reservation " + story.denied()->reservation_id.value) +
            "\n");
  out.write(story_text(told_story(ledger, story.denied()->org_id, story.denied()->reservation_id),
                       style));
  out.flush();
}

void show_statement(const DemoStory& story, Output& out, const Style& style) {
  const auto [org_id, statement] = story.statement();
  if (statement == nullptr) return;
  out.write(heading("6. The statement of " + org_id.value, style));
  out.write(statement_text(*statement, style));
  out.flush();
}

std::string next_text(const std::string& data, const DemoStory& story, const Style& style) {
  std::string out = heading("What to try next", style);
  const OrgId org_id = story.statement().first;
  out += "  nemo-ledger balance --data " + data + " --org " + org_id.value + "\n";
  out += "  nemo-ledger journal --data " + data + " --org " + org_id.value + "\n";
  if (story.denied()) {
    out += "  nemo-ledger explain --data " + data + " --org " + story.denied()->org_id.value +
           " --reservation " + story.denied()->reservation_id.value + "\n";
  }
  out += "  nemo-ledger verify --data " + data + "\n";
  out += "  nemo-ledger replay --help\n\n";
  return out;
}

int run_demo(const DemoOptions& options) {
  LedgerChoice choice = options.ledger;
  const PriceBookPublished book = price_book(options.traffic);
  Workload workload = make_workload(options, book);
  TrafficFiles files(options.traffic);
  files.watch(workload);
  const DemoDirectory directory(choice.data);
  choice.data = directory.path();
  StopSignal stop;
  const auto ledger = open_ledger(ledger_options(choice, LedgerOptions::Mode::kReadWrite), stop);
  const Style style = Style::of(files.report_descriptor());
  Output out(files.report_descriptor(), "stdout");
  out.write(opening_text(options, book, choice.data, style));
  TrafficFold fold;
  Progress progress("calls", static_cast<std::uint64_t>(workload.calls()));
  DemoStory story(out, style, progress);
  const TrafficResult result = play({*ledger, workload, stop, progress},
                                    [&](const Envelope& envelope, std::span<const Outcome> lines) {
                                      story.add(envelope, lines);
                                      fold.add(envelope, lines);
                                      files.write(lines);
                                    });
  progress.finish();
  files.finish();
  if (result.stopped) {
    ledger->close();
    throw Failure{stop.exit_status(),
                  "stopped by a signal after " + std::to_string(workload.calls_begun()) + " of " +
                      std::to_string(workload.calls()) + " calls; " + choice.data +
                      " holds the ledger so far; a demo starts anew"};
  }
  stop.release();  // from here on nothing is written
  story.finish();
  out.write(heading("4. What it came to", style));
  out.write(report_text(fold.report(), result, style));
  show_denied(*ledger, story, out, style);
  show_statement(story, out, style);
  out.write(heading("7. Proofs", style));
  Proofs proofs(out, style);
  proofs.ask_books(*ledger);
  const auto statement = story.statement().second;
  proofs.expect(statement != nullptr && statement->ties_out(),
                "the statement's movements explain every balance it went through");
  const std::vector<PartitionDigest> digests = ledger->digests();
  ledger->close();
  proofs.ask_log(ledger_options(choice, LedgerOptions::Mode::kReadOnly), digests);
  out.write(next_text(choice.data, story, style));
  out.write(proofs.verdict(digests));
  out.flush();
  return proofs.all_passed() ? 0 : 1;
}

}  // namespace

void add_demo(CommandLine& line) {
  CLI::App& app = line.add(
      {"demo", "A whole life of a ledger on generated traffic, with its proofs",
       "  nemo-ledger demo\n"
       "  nemo-ledger demo --orgs 200 --calls 500000 --seed 7\n"
       "  nemo-ledger demo --data ./demo-ledger\n"
       "Keys, budgets, top-ups, calls that reserve and settle, denials that say why, a statement,\n"
       "and proofs that the books tie out and the log replays to the same state. Without --data\n"
       "the ledger lies in the temporary directory until the next demo."});
  auto options = std::make_shared<DemoOptions>();
  app.add_option("--data", options->ledger.data, "A directory to make and keep")->type_name("DIR");
  app.add_option("--calls", options->calls, "How many calls")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--days", options->days, "Over how many days of log time")
      ->type_name("N")
      ->capture_default_str();
  add_traffic_options(app, options->traffic);
  add_speed_options(app, options->ledger);
  line.on_run(app, [options] { return run_demo(*options); });
}

}  // namespace nemo
