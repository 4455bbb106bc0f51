#include "adapters/cli/inspect.h"
#include "adapters/cli/open_ledger.h"

#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/json.h"
#include "adapters/cli/outcome_stream.h"
#include "adapters/cli/output.h"
#include "engine/core/step.h"
#include "engine/runner/replay.h"
#include "events/wire/outcome_json.h"
#include "events/wire/record_json.h"

namespace nemo {
namespace {

// Counts up to a limit; 0 is none.
class Limit {
 public:
  explicit Limit(std::uint64_t most) : most_(most) {}
  // One more was printed; false when that was the last.
  bool go_on() { return ++done_ != most_; }

 private:
  std::uint64_t most_;
  std::uint64_t done_ = 0;
};

// {"position": ..., "log_time": ..., then the record's own members.
void write_record(Output& out, const Record& record, TimeMs log_time) {
  std::string own;
  append_record_json(record.envelope, record.at, own);
  out.write("{\"position\":\"" + format_position(record.position) + "\",\"log_time\":\"" +
            format_rfc3339(log_time) + "\"" + (own == "{}" ? "" : ","));
  out.write(std::string_view(own).substr(1));
  out.write("\n");
}

bool in_range(const OutcomeRange& range, const Record& record, TimeMs log_time) {
  Outcome place;
  place.position = record.position;
  place.at = log_time;
  place.org_id = record.envelope.org_id;
  return range.holds(place) && !range.is_past(place);
}

// The log's records partition by partition. What a log time is depends on the records before.
void print_records(Ledger& ledger, const OutcomeRange& range,
                   const std::vector<LogPosition>& starts, std::uint64_t most) {
  Output out = Output::standard();
  Limit limit(most);
  for (const LogPosition start : starts) {
    PartitionState state(start.partition);
    const auto cursor = ledger.log().scan({start.partition, 0});
    LogRecord raw;
    bool more = true;
    while (more && cursor->next(raw)) {
      const Record record = decode_record(raw);
      if (!is_malformed(state, record)) {
        state.globals.log_time = log_time_of(state.globals, record);
        state.globals.live = state.globals.live || !record.at;
      }
      if (!in_range(range, record, state.globals.log_time)) continue;
      write_record(out, record, state.globals.log_time);
      more = limit.go_on();
    }
    if (!more) break;
  }
  out.flush();
}

// The stored lines partition by partition.
void print_outcomes(Ledger& ledger, const OutcomeRange& range,
                    const std::vector<LogPosition>& starts, std::uint64_t most) {
  Output out = Output::standard();
  Limit limit(most);
  bool more = true;
  for (const LogPosition start : starts) {
    ledger.each_outcome(start, [&](std::span<const Outcome> lines) {
      for (const Outcome& line : lines) {
        if (!more || range.is_past(line)) return false;
        if (!range.holds(line)) continue;
        append_outcome_json(line, out.buffer());
        out.write("\n");
        more = limit.go_on();
      }
      return more;
    });
    if (!more) break;
  }
  out.flush();
}

}  // namespace

void add_inspect_options(CLI::App& app, InspectOptions& options) {
  add_ledger_options(app, options.ledger);
  app.add_option("--org", options.org, "Of one organization alone")->type_name("ORG");
  app.add_option("--partition", options.partition, "Of one partition alone")
      ->check(CLI::Range(0, int{kPartitionCount} - 1))
      ->type_name("N");
  app.add_option("--from", options.from, "First moment: PARTITION/OFFSET or RFC 3339")
      ->type_name("MOMENT");
  app.add_option("--to", options.to, "Last moment")->type_name("MOMENT");
  app.add_option("--limit", options.limit, "No more than that many lines")->type_name("N");
}

int run_inspect(const InspectOptions& options) {
  OutcomeRange range;
  if (!options.org.empty()) range.org_id = parse_org(options.org);
  range.from = parse_moment(options.from, "--from");
  range.to = parse_moment(options.to, "--to");
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly));
  std::vector<LogPosition> starts = range.starts();
  if (options.partition >= 0) {
    std::erase_if(starts, [&](LogPosition start) { return start.partition != options.partition; });
  }
  if (options.outcomes) {
    print_outcomes(*ledger, range, starts, options.limit);
  } else {
    print_records(*ledger, range, starts, options.limit);
  }
  return 0;
}

void add_outcomes(CommandLine& line) {
  CLI::App& app = line.add({"outcomes", "The outcome lines that were answered, as they are kept",
                            "  nemo-ledger outcomes --data DIR --org acme --limit 20\n"
                            "  nemo-ledger outcomes --data DIR --from 3/1017 --to 3/1020"});
  auto options = std::make_shared<InspectOptions>();
  options->outcomes = true;
  add_inspect_options(app, *options);
  line.on_run(app, [options] { return run_inspect(*options); });
}

}  // namespace nemo
