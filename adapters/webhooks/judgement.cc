#include "adapters/webhooks/judgement.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo::webhooks {
namespace {

constexpr int kGone = 410;
constexpr int kTooManyRequests = 429;
constexpr int kServiceUnavailable = 503;
constexpr std::int64_t kAllWaitMsMax = 60'000;  // where the receiver asked for no longer

std::int64_t wait_after(std::uint32_t attempts, const RetryRules& rules, std::uint32_t spread) {
  std::int64_t wait = rules.first_ms;
  for (std::uint32_t i = 1; i < attempts && wait < rules.longest_ms; ++i) wait *= rules.factor;
  wait = std::min(wait, rules.longest_ms);
  return wait - wait / 10 + static_cast<std::int64_t>(spread) % (wait / 5 + 1);
}

// That the receiver asked for, and may.
std::int64_t asked_wait(const Attempt& attempt, const RetryRules& rules) {
  const bool may_ask = attempt.status == kTooManyRequests || attempt.status == kServiceUnavailable;
  if (!may_ask || !attempt.retry_after_ms) return 0;
  return std::min(*attempt.retry_after_ms, rules.longest_ms);
}

}  // namespace

Judgement judge(const Attempt& attempt, const Delivery& delivery, const RetryRules& rules,
                TimeMs now, std::uint32_t spread) {
  NEMO_ASSERT(delivery.attempts >= 1);
  if (attempt.status / 100 == 2) return {DeliveryStatus::kDelivered};
  if (attempt.status == kGone) return {DeliveryStatus::kDead};
  const std::int64_t asked = asked_wait(attempt, rules);
  const Judgement dead{DeliveryStatus::kDead, 0, asked};
  if (delivery.attempts >= rules.attempts_max) return dead;
  const std::int64_t wait = std::max(wait_after(delivery.attempts, rules, spread), asked);
  if (now.value + wait > delivery.since.value + rules.give_up_ms) return dead;
  return {DeliveryStatus::kPending, wait, std::max(asked, std::min(wait, kAllWaitMsMax))};
}

}  // namespace nemo::webhooks
