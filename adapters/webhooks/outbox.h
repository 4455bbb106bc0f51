#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "adapters/webhooks/delivery_store.h"
#include "adapters/webhooks/judgement.h"
#include "adapters/webhooks/schedule.h"
#include "adapters/webhooks/standing.h"

namespace nemo::webhooks {

struct OutboxRules {
  RetryRules retry;
  std::size_t pending_per_org_max = 10'000;  // what comes beyond is dead at once
  std::int64_t keep_delivered_ms = 7 * kMsPerDay;
  std::int64_t keep_dead_ms = 90 * kMsPerDay;
};

// All deliveries: what is stored, which of them is to be tried next, and what becomes of it.
// Thread rule: any thread. Throws Unavailable: then nothing has changed.
class Outbox {
 public:
  // `store` outlives it. `woken` is called, from any thread, when something may be due sooner.
  Outbox(DeliveryStore& store, const OutboxRules& rules, std::function<void()> woken);

  // New ones, which are due at once, together with how far the log was looked through. What is
  // known already is passed over.
  void add(std::vector<Delivery> deliveries, const Cursors& cursors, TimeMs now);
  // How far it was looked through, where nothing was found.
  void note(const Cursors& cursors) { store_.note(cursors); }

  // The next that is due; it must be settled or put back.
  std::optional<Delivery> take(TimeMs now);
  // What became of the attempt, which counts.
  void settle(Delivery delivery, const Attempt& attempt, TimeMs now, std::uint32_t spread);
  // Is dead without another attempt.
  void give_up(Delivery delivery, const std::string& reason, TimeMs now);
  // No attempt was made: nothing goes to the organization for so long.
  void put_back(const Delivery& delivery, TimeMs until);
  std::optional<TimeMs> next_due();

  // A dead one is pending again, with all its attempts before it; others stay as they are. What it
  // is then, still dead where too many others are pending; nothing if there is no such delivery.
  std::optional<DeliveryStatus> retry(const DeliveryKey& key, TimeMs now);

  // Removes what ended long ago.
  void forget_old(TimeMs now);
  Standing standing(TimeMs now);
  // Of what was stored at the start: nothing becomes of these, and they stay in the store.
  std::size_t unreadable() const { return unreadable_; }

 private:
  void load();
  bool is_old(const Delivery& delivery, TimeMs now) const;
  void end(Delivery& delivery, DeliveryStatus status, TimeMs now);

  DeliveryStore& store_;
  const OutboxRules rules_;
  const std::function<void()> woken_;
  std::mutex mutex_;
  Schedule schedule_;
  std::multiset<TimeMs> since_;  // of all that are pending
  Standing counts_;
  std::size_t unreadable_ = 0;
};

}  // namespace nemo::webhooks
