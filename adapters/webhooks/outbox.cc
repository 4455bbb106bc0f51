#include "adapters/webhooks/outbox.h"

#include <algorithm>
#include <map>
#include <utility>

namespace nemo::webhooks {

Outbox::Outbox(DeliveryStore& store, const OutboxRules& rules, std::function<void()> woken)
    : store_(store), rules_(rules), woken_(std::move(woken)) {
  load();
}

void Outbox::load() {
  unreadable_ = store_.each([this](const Delivery& delivery) {
    if (delivery.status == DeliveryStatus::kDead) ++counts_.dead;
    if (delivery.status != DeliveryStatus::kPending) return true;
    schedule_.add(delivery.key, delivery.due);
    since_.insert(delivery.since);
    return true;
  });
}

void Outbox::add(std::vector<Delivery> deliveries, const Cursors& cursors, TimeMs now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(deliveries,
                [this](const Delivery& one) { return store_.find(one.key).has_value(); });
  std::map<OrgId, std::size_t> coming;
  for (Delivery& delivery : deliveries) {
    delivery.since = delivery.due = now;
    const OrgId& org_id = delivery.key.org_id;
    if (schedule_.pending_of(org_id) + coming[org_id]++ < rules_.pending_per_org_max) continue;
    delivery.status = DeliveryStatus::kDead;
    delivery.ended = now;
    delivery.last_error = "too many others are on their way";
  }
  store_.add(deliveries, cursors);
  for (const Delivery& delivery : deliveries) {
    if (delivery.status == DeliveryStatus::kDead) {
      ++counts_.dead;
      continue;
    }
    schedule_.add(delivery.key, delivery.due);
    since_.insert(delivery.since);
  }
  if (!deliveries.empty()) woken_();
}

std::optional<Delivery> Outbox::take(TimeMs now) {
  const std::lock_guard lock(mutex_);
  const auto key = schedule_.take(now);
  if (!key) return std::nullopt;
  try {
    if (auto delivery = store_.find(*key)) return delivery;
    throw Unavailable{"the webhook's delivery " + delivery_id(*key) + " is missing"};
  } catch (const Unavailable&) {
    schedule_.put_back(*key, {now.value + kMsPerMinute});
    throw;
  }
}

void Outbox::settle(Delivery delivery, const Attempt& attempt, TimeMs now, std::uint32_t spread) {
  const std::lock_guard lock(mutex_);
  ++delivery.attempts;
  if (!attempt.error.empty()) delivery.last_error = attempt.error;
  const Judgement judgement = judge(attempt, delivery, rules_.retry, now, spread);
  const TimeMs all_wait_until{now.value + judgement.all_wait_ms};
  if (judgement.status != DeliveryStatus::kPending) {
    end(delivery, judgement.status, now);
    if (judgement.all_wait_ms > 0) schedule_.hold(delivery.key.org_id, all_wait_until);
    ++(judgement.status == DeliveryStatus::kDelivered ? counts_.delivered
                                                      : counts_.failed_attempts);
    return;
  }
  delivery.due = {now.value + judgement.wait_ms};
  store_.note(delivery);
  ++counts_.failed_attempts;
  if (judgement.all_wait_ms > 0) schedule_.hold(delivery.key.org_id, all_wait_until);
  schedule_.put_back(delivery.key, delivery.due);
}

void Outbox::give_up(Delivery delivery, const std::string& reason, TimeMs now) {
  const std::lock_guard lock(mutex_);
  delivery.last_error = reason;
  end(delivery, DeliveryStatus::kDead, now);
}

// Requires the lock.
void Outbox::end(Delivery& delivery, DeliveryStatus status, TimeMs now) {
  delivery.status = status;
  delivery.ended = now;
  store_.note(delivery);
  if (status == DeliveryStatus::kDead) ++counts_.dead;
  schedule_.leave(delivery.key);
  since_.erase(since_.find(delivery.since));
}

void Outbox::put_back(const Delivery& delivery, TimeMs until) {
  const std::lock_guard lock(mutex_);
  schedule_.hold(delivery.key.org_id, until);
  schedule_.put_back(delivery.key, delivery.due);
}

std::optional<TimeMs> Outbox::next_due() {
  const std::lock_guard lock(mutex_);
  return schedule_.next_due();
}

std::optional<DeliveryStatus> Outbox::retry(const DeliveryKey& key, TimeMs now) {
  const std::lock_guard lock(mutex_);
  auto delivery = store_.find(key);
  if (!delivery) return std::nullopt;
  if (delivery->status != DeliveryStatus::kDead) return delivery->status;
  if (schedule_.pending_of(key.org_id) >= rules_.pending_per_org_max) return delivery->status;
  delivery->status = DeliveryStatus::kPending;
  delivery->since = delivery->due = now;
  delivery->ended = {};
  delivery->attempts = 0;
  store_.keep(*delivery);
  --counts_.dead;
  schedule_.add(key, delivery->due);
  since_.insert(delivery->since);
  woken_();
  return delivery->status;
}

bool Outbox::is_old(const Delivery& delivery, TimeMs now) const {
  const bool is_dead = delivery.status == DeliveryStatus::kDead;
  const std::int64_t kept = is_dead ? rules_.keep_dead_ms : rules_.keep_delivered_ms;
  return delivery.status != DeliveryStatus::kPending && now.value - delivery.ended.value >= kept;
}

// The store is looked through without the lock: what is dead may be pending by the time it has it.
void Outbox::forget_old(TimeMs now) {
  std::vector<DeliveryKey> old;
  store_.each([&](const Delivery& delivery) {
    if (is_old(delivery, now)) old.push_back(delivery.key);
    return true;
  });
  for (const DeliveryKey& key : old) {
    const std::lock_guard lock(mutex_);
    const auto delivery = store_.find(key);
    if (!delivery || !is_old(*delivery, now)) continue;
    store_.forget(key);
    if (delivery->status == DeliveryStatus::kDead) --counts_.dead;
  }
}

Standing Outbox::standing(TimeMs now) {
  const std::lock_guard lock(mutex_);
  Standing standing = counts_;
  standing.pending = schedule_.pending();
  if (!since_.empty()) {
    standing.oldest_pending_ms = std::max<std::int64_t>(1, now.value - since_.begin()->value);
  }
  return standing;
}

}  // namespace nemo::webhooks
