#include "adapters/workload/options.h"

#include <algorithm>
#include <charconv>

#include "adapters/workload/text_input.h"
#include "events/values/text.h"

namespace nemo {
namespace {

constexpr std::int64_t kWeightMax = 1'000'000;
constexpr std::int64_t kOrgsMax = 100'000;
constexpr std::int64_t kCallsMax = 1'000'000'000;
constexpr std::int64_t kDaysMax = 366;
// 2200: long before times stop having four digits of years.
constexpr std::int64_t kStartMsMax = 7'258'118'400'000;

[[noreturn]] void fail(const std::string& message) { throw WorkloadFailure{message}; }

ModelShare parse_model(std::string_view text) {
  ModelShare share;
  const std::size_t equals = text.rfind('=');
  share.model = text.substr(0, equals);
  const std::string shown = "model mix: `" + std::string(text) + "`: ";
  if (equals != std::string_view::npos) {
    const std::string_view digits = text.substr(equals + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), share.weight);
    const bool number = error == std::errc{} && end == digits.data() + digits.size();
    if (!number || share.weight < 1 || share.weight > kWeightMax) {
      fail(shown + "the weight must be 1 to 1000000, as in gpt-4o=3");
    }
  }
  if (!is_name_form(share.model)) fail(shown + "a model's name is missing, as in gpt-4o=3");
  for (const ModelShare& known : default_model_mix()) {
    if (known.model == share.model) share.max_output_tokens = known.max_output_tokens;
  }
  return share;
}

void check_range(const char* name, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return;
  fail(std::string(name) + " is " + std::to_string(value) + "; it must be " +
       std::to_string(least) + " to " + std::to_string(most));
}

}  // namespace

std::vector<ModelShare> default_model_mix() {
  return {{"gpt-4o-mini", 28, 16'384},
          {"gpt-4.1-mini", 16, 32'768},
          {"gpt-5-mini", 14, 128'000},
          {"claude-haiku-4-5", 12, 64'000},
          {"claude-sonnet-4-5", 10, 64'000},
          {"gemini/gemini-2.5-flash", 8, 65'535},
          {"gpt-4.1", 5, 32'768},
          {"gpt-4o", 4, 16'384},
          {"deepseek/deepseek-chat", 3, 8'192}};
}

std::vector<ModelShare> parse_model_mix(std::string_view text) {
  std::vector<ModelShare> mix;
  while (true) {
    const std::size_t comma = text.find(',');
    ModelShare share = parse_model(text.substr(0, comma));
    for (const ModelShare& other : mix) {
      if (other.model == share.model) fail("model mix: `" + share.model + "` is named twice");
    }
    mix.push_back(std::move(share));
    if (comma == std::string_view::npos) return mix;
    text.remove_prefix(comma + 1);
  }
}

void check_options(const WorkloadOptions& options) {
  check_range("the number of organizations", options.orgs, 1, kOrgsMax);
  check_range("the number of calls", options.calls, 1, kCallsMax);
  check_range("the number of days", options.days, 1, kDaysMax);
  if (options.start) {
    check_range("the start in milliseconds since 1970", options.start->value, kMsPerDay,
                kStartMsMax);
  }
  if (options.models.empty()) fail("the model mix is empty; name a model, as in gpt-4o=3");
  check_shares(options.shares);
}

}  // namespace nemo
