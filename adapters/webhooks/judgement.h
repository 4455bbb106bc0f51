#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/webhooks/delivery.h"

namespace nemo::webhooks {

// When a delivery that failed is tried again, and when it is given up. Times in milliseconds.
struct RetryRules {
  std::int64_t first_ms = 5'000;
  std::int64_t factor = 3;
  std::int64_t longest_ms = 6 * 3'600'000;
  std::uint32_t attempts_max = 12;
  std::int64_t give_up_ms = 2 * kMsPerDay;  // after `since`
};

// What became of one attempt.
struct Attempt {
  int status = 0;                                   // of the answer; 0: there was none
  std::optional<std::int64_t> retry_after_ms = {};  // that the answer asked for
  std::string error = {};                           // why it did not succeed, for people
};

struct Judgement {
  DeliveryStatus status = DeliveryStatus::kPending;
  std::int64_t wait_ms = 0;      // until the next attempt, where it is pending
  std::int64_t all_wait_ms = 0;  // until anything else goes to the organization
};

// 2xx is delivered, 410 is dead at once; whatever else is tried again, later each time, and all
// that goes there waits as long, a minute at most: a receiver that is down gets one at a time. 429
// and 503 may ask for a longer wait, up to longest_ms, for all that goes there, even if this one is
// dead then. `delivery` counts the attempt already; `spread` is a chance number: waits differ by up
// to a tenth either way, so that not all come back at once.
Judgement judge(const Attempt& attempt, const Delivery& delivery, const RetryRules& rules,
                TimeMs now, std::uint32_t spread);

}  // namespace nemo::webhooks
