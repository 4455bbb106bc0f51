#include "adapters/stripe_api/retry.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo::stripe_api {

bool is_worth_another(const HttpAnswer& answer) {
  if (answer.status / 100 == 2) return false;
  if (answer.should_retry) return *answer.should_retry;
  const int status = answer.status;
  return status == 0 || status == 409 || status == 429 || status >= 500;
}

long pause_ms(const HttpAnswer& answer, int attempts, const RetryLimits& limits,
              std::uint32_t random) {
  NEMO_ASSERT(attempts > 0);
  long pause = limits.first_pause_ms;
  for (int i = 1; i < attempts && pause < limits.pause_ms_max; ++i) pause *= 2;
  pause = std::min(pause, limits.pause_ms_max);
  const long half = pause / 2;
  const long spread = half + static_cast<long>(random % static_cast<std::uint32_t>(half + 1));
  return std::max(spread, std::min(answer.retry_after_ms.value_or(0), limits.asked_pause_ms_max));
}

}  // namespace nemo::stripe_api
