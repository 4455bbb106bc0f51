#include "adapters/webhooks/judgement.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo::webhooks {
namespace {

constexpr int kGone = 410;
constexpr int kTooManyRequests = 429;
constexpr int kServiceUnavailable = 503;

std::int64_t wait_after(std::uint32_t attempts, const RetryRules& rules, std::uint32_t spread) {
  std::int64_t wait = rules.first_ms;
  for (std::uint32_t i = 1; i < attempts && wait < rules.longest_ms; ++i) wait *= rules.factor;
  wait = std::min(wait, rules.longest_ms);
  return wait - wait / 10 + static_cast<std::int64_t>(spread) % (wait / 5 + 1);
}

}  // namespace

Judgement judge(const Attempt& attempt, const Delivery& delivery, const RetryRules& rules,
                TimeMs now, std::uint32_t spread) {
  NEMO_ASSERT(delivery.attempts >= 1);
  if (attempt.status / 100 == 2) return {DeliveryStatus::kDelivered};
  if (attempt.status == kGone) return {DeliveryStatus::kDead};
  if (delivery.attempts >= rules.attempts_max) return {DeliveryStatus::kDead};
  Judgement judgement{DeliveryStatus::kPending, wait_after(delivery.attempts, rules, spread)};
  const bool may_ask = attempt.status == kTooManyRequests || attempt.status == kServiceUnavailable;
  if (may_ask && attempt.retry_after_ms) {
    judgement.wait_ms =
        std::max(judgement.wait_ms, std::min(*attempt.retry_after_ms, rules.longest_ms));
    judgement.all_wait = true;
  }
  if (now.value + judgement.wait_ms > delivery.since.value + rules.give_up_ms) {
    return {DeliveryStatus::kDead};
  }
  return judgement;
}

}  // namespace nemo::webhooks
