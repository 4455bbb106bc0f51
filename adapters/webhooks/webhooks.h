#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/webhooks/delivery.h"
#include "adapters/webhooks/follower.h"
#include "adapters/webhooks/outbox.h"
#include "adapters/webhooks/standing.h"
#include "adapters/webhooks/transfer.h"

namespace nemo::webhooks {

struct WebhooksOptions {
  std::filesystem::path folder;  // of its store, made if it is not there
  TransferOptions transfer = {};
  OutboxRules rules = {};
};

// Which deliveries of an organization to show, in the order of the log.
struct Wanted {
  std::optional<DeliveryStatus> status = {};
  std::optional<DeliveryKey> after = {};
  std::size_t limit = 100;
};
struct Page {
  std::vector<Delivery> deliveries;
  std::optional<DeliveryKey> next = {};  // the last looked at, where more may follow
};

// Tells organizations of their alerts: each alert becomes a delivery, which is stored,
// sent as a signed webhook, tried again when it fails, and kept when it is given up. It arrives at
// least once, always with the same id; those of one organization arrive in the order of the log but
// for what had to be tried again. Thread rule: any thread, but close and destroy it alone.
class Webhooks {
 public:
  // Throws Unavailable.
  Webhooks(const WebhooksOptions& options, FollowerPorts ports);
  ~Webhooks();

  // Throws Unavailable.
  Page list(const OrgId& org_id, const Wanted& wanted);
  // See Outbox::retry. Throws Unavailable.
  std::optional<DeliveryStatus> retry(const DeliveryKey& key);
  Standing standing();

  // Ends within two seconds; afterwards the ports are called no more. What is under way is pending
  // at the next start. What is stored can be read until it is destroyed.
  void close();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo::webhooks
