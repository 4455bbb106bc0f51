#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/workload/call_shares.h"
#include "events/values/time.h"

namespace nemo {

// A model of the mix: calls come to it by weight. max_output_tokens: what a call that names no
// limit of its own may produce at most; it is held for such a call.
struct ModelShare {
  std::string model;
  std::int64_t weight = 1;
  std::int64_t max_output_tokens = 8'192;
};

// Real models of several providers, with their real maxima.
std::vector<ModelShare> default_model_mix();

// "gpt-4o=3,claude-haiku-4-5=1": weights of 1 to 1,000,000, a weight left out is 1. The maximum of
// a model of the default mix is known, else 8,192. Throws WorkloadFailure.
std::vector<ModelShare> parse_model_mix(std::string_view text);

struct WorkloadOptions {
  std::uint64_t seed = 1;
  std::int64_t orgs = 40;
  std::vector<std::int64_t> tenant_weights;  // busiest first; empty: default_tenant_weights
  std::vector<ModelShare> models = default_model_mix();
  CallShares shares;
  // The first call's time; left out: the trace's own, or kDefaultStart where it has none.
  std::optional<TimeMs> start;
  // Of generated traffic alone.
  std::int64_t calls = 200'000;
  std::int64_t days = 4;
  std::size_t batch_records_max = 4'096;
};

// 2026-01-05T00:00:00Z, a Monday.
inline constexpr TimeMs kDefaultStart{1'767'571'200'000};

// Throws WorkloadFailure naming the first option that is out of range.
void check_options(const WorkloadOptions& options);

}  // namespace nemo
