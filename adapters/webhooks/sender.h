#pragma once

#include <curl/curl.h>

#include <map>
#include <memory>
#include <random>
#include <stop_token>

#include "adapters/webhooks/follower.h"
#include "adapters/webhooks/outbox.h"
#include "adapters/webhooks/transfer.h"

namespace nemo::webhooks {

// Sends what is due, many at once but one at a time to an organization. Thread rule: run() from one
// thread, wake() from any.
class Sender {
 public:
  static constexpr std::size_t kAtOnce = 64;

  // All outlive it.
  Sender(const FollowerPorts& ports, Outbox& outbox, const TransferOptions& options);
  ~Sender();

  // Until it is stopped: what is under way then counts as no attempt.
  void run(const std::stop_token& stop);
  void wake();

 private:
  struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  void work();
  void start_due();
  void start(Delivery delivery);
  void send(const Delivery& delivery, const WebhookTarget& target);
  void settle(const Delivery& delivery, const Attempt& attempt);
  void finish_ended();
  void finish(CURL* handle, CURLcode code);
  int patience_ms();
  void take_back_all();

  const FollowerPorts& ports_;
  Outbox& outbox_;
  const TransferOptions& options_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way_;
  std::minstd_rand random_;
};

}  // namespace nemo::webhooks
