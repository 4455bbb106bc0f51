#include "adapters/workload/tenants.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

constexpr std::string_view kRateHeader = "client,window_start_s,requests_in_600s,gap_cv,gap_family";
constexpr std::string_view kTokensHeader =
    "client,window_start_s,field,min,p50,p90,p99,max,mean,distinct_values";
constexpr std::int64_t kRequestsMax = 1'000'000'000;
constexpr std::int64_t kZipfTop = 1'000'000;

void expect_rate_header(const CsvLines& lines) {
  if (lines.line() == kRateHeader) return;
  if (lines.line() == kTokensHeader) {
    lines.fail(0,
               "holds token sizes, not how many requests a client made; name the rate file "
               "beside it (servegen_..._rate.csv.gz)");
  }
  lines.fail(0, "the header is not that of a ServeGen rate file; it must be `" +
                    std::string(kRateHeader) + "`");
}

}  // namespace

std::vector<std::int64_t> read_tenant_weights(const std::filesystem::path& file) {
  CsvLines lines(file);
  if (!lines.next()) throw WorkloadFailure{file.string() + ": is empty; name a tenants file"};
  expect_rate_header(lines);
  std::map<std::int64_t, std::int64_t> by_client;
  while (lines.next()) {
    lines.expect_fields(5);
    by_client[lines.count(0, "client", kRequestsMax)] +=
        lines.count(2, "requests_in_600s", kRequestsMax);
  }
  std::vector<std::int64_t> weights;
  for (const auto& [client, requests] : by_client) {
    if (requests > 0) weights.push_back(requests);
  }
  if (weights.empty()) {
    throw WorkloadFailure{file.string() +
                          ": names no client with requests; name a whole rate file"};
  }
  std::sort(weights.begin(), weights.end(), std::greater<>());
  return weights;
}

std::vector<std::int64_t> default_tenant_weights(std::int64_t count) {
  std::vector<std::int64_t> weights;
  for (std::int64_t place = 1; place <= count; ++place) {
    weights.push_back(std::max<std::int64_t>(1, kZipfTop / place));
  }
  return weights;
}

}  // namespace nemo
