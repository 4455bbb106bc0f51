#pragma once

#include <cstdint>
#include <optional>

#include "events/catalog/field.h"

namespace nemo {

// Limits a plan suggests for new keys.
struct PlanLimits {
  std::optional<std::int64_t> requests_per_minute;
  std::optional<std::int64_t> tokens_per_minute;
  std::optional<std::int64_t> parallel_requests;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kRequestsPerMinute, 1, self.requests_per_minute);
    visit(Field::kTokensPerMinute, 2, self.tokens_per_minute);
    visit(Field::kParallelRequests, 3, self.parallel_requests);
  }
  bool operator==(const PlanLimits&) const = default;
};

}  // namespace nemo
