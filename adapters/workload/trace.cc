#include "adapters/workload/trace.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

constexpr std::string_view kAzureHeader = "TIMESTAMP,ContextTokens,GeneratedTokens";
constexpr std::string_view kMooncakeHeader =
    "row,timestamp_ms,input_tokens,output_tokens,prefix_blocks_512,derived_cached_input_tokens";
constexpr std::int64_t kHundredYearsMs = 100LL * 366 * kMsPerDay;

TimeMs azure_time(const CsvLines& lines) {
  std::string text(lines.field(0));
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  const auto at = parse_rfc3339(text + "Z");
  if (!at || at->value < 0) {
    lines.fail(0, "TIMESTAMP is `" + std::string(lines.field(0)) +
                      "`, not YYYY-MM-DD hh:mm:ss.fffffff from 1970 on; correct the line or "
                      "remove it");
  }
  return *at;
}

TraceRow azure_row(const CsvLines& lines) {
  lines.expect_fields(3);
  return {azure_time(lines), lines.count(1, "ContextTokens", kTokensMax), 0,
          lines.count(2, "GeneratedTokens", kTokensMax)};
}

TraceRow mooncake_row(const CsvLines& lines) {
  lines.expect_fields(6);
  TraceRow row{{lines.count(1, "timestamp_ms", kHundredYearsMs)},
               lines.count(2, "input_tokens", kTokensMax),
               lines.count(5, "derived_cached_input_tokens", kTokensMax),
               lines.count(3, "output_tokens", kTokensMax)};
  if (row.cached_tokens > row.input_tokens) {
    lines.fail(5,
               "derived_cached_input_tokens is above input_tokens, which hold them; correct "
               "the line or remove it");
  }
  return row;
}

void sort_by_time(Trace& trace) {
  for (std::size_t i = 1; i < trace.rows.size(); ++i) {
    if (trace.rows[i].at < trace.rows[i - 1].at) ++trace.reordered;
  }
  if (trace.reordered == 0) return;
  std::stable_sort(trace.rows.begin(), trace.rows.end(),
                   [](const TraceRow& a, const TraceRow& b) { return a.at < b.at; });
}

}  // namespace

Trace read_trace(const std::filesystem::path& file) {
  CsvLines lines(file);
  if (!lines.next()) throw WorkloadFailure{file.string() + ": is empty; name a trace file"};
  const bool azure = lines.line() == kAzureHeader;
  if (!azure && lines.line() != kMooncakeHeader) {
    lines.fail(0, "the header is of no known trace; it must be `" + std::string(kAzureHeader) +
                      "` (Azure) or `" + std::string(kMooncakeHeader) + "` (Mooncake)");
  }
  Trace trace;
  trace.relative = !azure;
  while (lines.next()) trace.rows.push_back(azure ? azure_row(lines) : mooncake_row(lines));
  if (trace.rows.empty()) {
    throw WorkloadFailure{file.string() + ": holds a header and no calls; name a whole trace file"};
  }
  sort_by_time(trace);
  return trace;
}

}  // namespace nemo
