#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "adapters/api/asked.h"
#include "adapters/api/worker.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/request.h"
#include "adapters/stripe_ledger/stripe_access.h"

namespace nemo::api {

// POST /v1/orgs/{org}/checkout-sessions: a page of Stripe's where credits are paid for. Stripe is
// asked by a thread of its own, for one after the other. The fee is pinned to the session, so that
// whenever it is paid it buys the credits that the answer says. Thread rule: any thread.
class Checkouts {
 public:
  struct Options {
    stripe_ledger::MakeStripeApi make_stripe;
    std::function<StripeId(const OrgId&)> customer_of;  // empty: Stripe knows none
  };

  Checkouts(Ledger& ledger, Options options);
  ~Checkouts() { stop(); }

  // From now on, and whoever waits, is told that Stripe cannot be asked.
  void stop() { stop_.request_stop(); }

  // Throws Fault, Failure.
  void start(const Asked& asked, const http::Respond& respond);

 private:
  struct Order;
  Order order_of(const Asked& asked);
  http::Response answer(const Order& order);

  Ledger& ledger_;
  Options options_;
  std::stop_source stop_;
  std::unique_ptr<stripe_api::StripeApi> stripe_;  // of worker_ alone
  Worker worker_;
};

}  // namespace nemo::api
