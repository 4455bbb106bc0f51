#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "adapters/prices/price_import.h"
#include "adapters/workload/tenants.h"
#include "adapters/workload/workload.h"
#include "events/wire/outcome_json.h"
#include "tests/workload/fixtures.h"
#include "tests/workload/memory_ledger.h"

namespace nemo {
namespace {

const std::string kPrices = "prices/litellm_model_prices_2026-04-03.json.gz";
const std::string kTenants = "tenants/servegen_m-mid_rate.csv.gz";

struct Played {
  std::string choices;
  std::vector<std::string> outcomes;
};

Played play(const std::string& trace) {
  WorkloadOptions options;
  options.seed = 42;
  options.tenant_weights = read_tenant_weights(data_path(kTenants));
  const PriceImport prices = import_prices_file(data_path(kPrices).string(), {});
  Workload workload = Workload::of_trace(read_trace(data_path(trace)), prices.book, options);
  std::ostringstream choices_text;
  Choices choices(choices_text);
  workload.write_choices(&choices);
  MemoryLedger ledger;
  Played played;
  run(workload, ledger, [&played](const TimedEnvelope&, std::span<const Outcome> lines) {
    for (const Outcome& line : lines) append_outcome_json(line, played.outcomes.emplace_back());
  });
  played.choices = choices_text.str();
  return played;
}

// The exit status of the independent script.
int check(const std::string& trace, const Played& played) {
  const ScratchFolder folder;
  std::string outcomes;
  for (const std::string& line : played.outcomes) outcomes += line + "\n";
  const std::string command =
      "python3 -B tests/trace_check/check_replay.py --trace '" + data_path(trace).string() +
      "' --prices '" + data_path(kPrices).string() + "' --choices '" +
      folder.write("choices.csv", played.choices).string() + "' --outcomes '" +
      folder.write("out.ndjson", outcomes).string() + "'";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(TraceCheck, an_account_of_its_own_agrees_to_the_nano_unit_on_every_trace) {
  NEMO_NEEDS_DATA(kPrices);
  for (const char* trace :
       {"traces/azure2023_conv.csv.gz", "traces/mooncake_conversation_first_half.csv.gz",
        "traces/mooncake_synthetic.csv.gz"}) {
    NEMO_NEEDS_DATA(trace);
    EXPECT_EQ(check(trace, play(trace)), 0) << trace;
  }
}

TEST(TraceCheck, a_cost_that_is_off_by_one_digit_is_found) {
  NEMO_NEEDS_DATA(kPrices);
  const std::string trace = "traces/mooncake_synthetic.csv.gz";
  Played played = play(trace);
  const std::string name = "\"cost_nano\":\"";
  for (std::string& line : played.outcomes) {
    const std::size_t place = line.find(name);
    if (place == std::string::npos) continue;
    char& first_digit = line[place + name.size()];
    first_digit = first_digit == '9' ? '8' : static_cast<char>(first_digit + 1);
    break;
  }
  EXPECT_EQ(check(trace, played), 1);
}

TEST(TraceCheck, an_outcome_that_is_missing_is_found) {
  NEMO_NEEDS_DATA(kPrices);
  const std::string trace = "traces/mooncake_synthetic.csv.gz";
  Played played = play(trace);
  played.outcomes.erase(played.outcomes.begin() + 5'000);
  EXPECT_EQ(check(trace, played), 1);
}

}  // namespace
}  // namespace nemo
