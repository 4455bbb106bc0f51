#include "adapters/webhooks/webhooks.h"

#include <thread>
#include <utility>

#include "adapters/webhooks/delivery_store.h"
#include "adapters/webhooks/sender.h"

namespace nemo::webhooks {
namespace {

constexpr std::size_t kLookedAt = 10'000;  // deliveries a page

}  // namespace

class Webhooks::Inside {
 public:
  Inside(const WebhooksOptions& options, FollowerPorts ports)
      : options_(options),
        ports_(std::move(ports)),
        store_(options_.folder),
        outbox_(store_, options_.rules, [this] { sender_.wake(); }),
        sender_(ports_, outbox_, options_.transfer),
        follower_(ports_, outbox_, store_.cursors()) {
    if (outbox_.unreadable() > 0) {
      ports_.tell(std::to_string(outbox_.unreadable()) +
                  " deliveries of webhooks cannot be read and are left as they are");
    }
    following_ = std::jthread([this](const std::stop_token& stop) { follower_.run(stop); });
    sending_ = std::jthread([this](const std::stop_token& stop) { sender_.run(stop); });
  }
  ~Inside() { close(); }

  void close() {
    following_.request_stop();
    sending_.request_stop();
    sender_.wake();
    if (following_.joinable()) following_.join();
    if (sending_.joinable()) sending_.join();
  }

  DeliveryStore& store() { return store_; }
  Outbox& outbox() { return outbox_; }
  TimeMs now() const { return ports_.now(); }

 private:
  const WebhooksOptions options_;
  const FollowerPorts ports_;
  DeliveryStore store_;
  Outbox outbox_;
  Sender sender_;
  Follower follower_;
  std::jthread following_;
  std::jthread sending_;
};

Webhooks::Webhooks(const WebhooksOptions& options, FollowerPorts ports)
    : inside_(std::make_unique<Inside>(options, std::move(ports))) {}

Webhooks::~Webhooks() = default;

Page Webhooks::list(const OrgId& org_id, const Wanted& wanted) {
  Page page;
  std::size_t looked_at = 0;
  std::optional<DeliveryKey> last = wanted.after;
  inside_->store().each_of(org_id, wanted.after ? &*wanted.after : nullptr, [&](Delivery delivery) {
    if (page.deliveries.size() >= wanted.limit || ++looked_at > kLookedAt) {
      page.next = last;
      return false;
    }
    last = delivery.key;
    const bool shown = !wanted.status || delivery.status == *wanted.status;
    if (shown) page.deliveries.push_back(std::move(delivery));
    return true;
  });
  return page;
}

std::optional<DeliveryStatus> Webhooks::retry(const DeliveryKey& key) {
  return inside_->outbox().retry(key, inside_->now());
}

Standing Webhooks::standing() { return inside_->outbox().standing(inside_->now()); }

void Webhooks::close() { inside_->close(); }

}  // namespace nemo::webhooks
