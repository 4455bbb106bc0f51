#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/daemon/ledger.h"
#include "adapters/webhooks/webhooks.h"
#include "tests/embedded_log/situations.h"
#include "tests/webhooks/receiver.h"

namespace nemo::webhooks {

// A ledger whose organizations have a budget of 100 nano and an alert at every percent of it, so
// that each nano spent is an alert; and the webhooks beside it.
class World {
 public:
  // In the directory; in one of its own if none is named.
  explicit World(std::filesystem::path place = {});
  ~World();

  // That wants its alerts there, signed by secret_of(); nowhere if the URL is empty.
  void organization(const std::string& org, const std::string& url);
  void send_to(const std::string& org, const std::string& url);
  static std::string secret_of(const std::string& org) { return "the secret of " + org; }
  // Tells it when its balance, of 1,000,000 nano at first, is below so much.
  void watch_balance(const std::string& org, std::int64_t threshold);
  // So many alerts of one record.
  void alerts(const std::string& org, int count = 1);

  // Quick: waits of 20 ms and more, and private addresses are allowed.
  WebhooksOptions options() const;
  FollowerPorts ports();
  // The webhooks; they follow from the moment on at which this returns.
  void start() { start(options()); }
  void start(const WebhooksOptions& options);
  void stop() { hooks_.reset(); }
  Webhooks& hooks() { return *hooks_; }
  Ledger& ledger() { return *ledger_; }

  std::vector<Delivery> deliveries(const std::string& org, std::optional<DeliveryStatus> = {});
  // Of the organization's only delivery.
  DeliveryStatus status(const std::string& org);
  // Makes what is asked for unavailable, or not.
  void fail(bool fails);
  std::string told();

 private:
  void decide(const std::string& org, Payload payload);
  std::optional<WebhookTarget> target_of(const OrgId& org_id);

  std::optional<ShortLivedDirectory> own_;
  std::filesystem::path place_;
  std::unique_ptr<Ledger> ledger_;
  std::mutex mutex_;
  std::map<std::string, std::string> urls_;
  bool fails_ = false;
  std::string told_;
  std::uint64_t events_ = 0;
  std::unique_ptr<Webhooks> hooks_;
};

}  // namespace nemo::webhooks
