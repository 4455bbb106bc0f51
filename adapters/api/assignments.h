#pragma once

#include <atomic>

#include "adapters/api/asked.h"
#include "adapters/api/worker.h"
#include "adapters/http/request.h"
#include "adapters/stripe_ledger/assigning.h"

namespace nemo::api {

// POST /v1/finance/assignments: whose a payment or a customer of Stripe's is. Answered once its
// organization was told what waited for it, by a thread of its own, for one after the other. The
// same again is answered the same, with or without an idempotency-key: an object is assigned once.
// Thread rule: any thread.
class Assignments {
 public:
  // All outlive it.
  Assignments(Ledger& ledger, stripe::Owners& owners, stripe_ledger::Follower& follower)
      : ledger_(ledger), owners_(owners), follower_(follower) {}

  // From now on, and whoever waits, is told to ask again. Before the follower is closed.
  void close();

  // Throws Fault.
  void assign(const Asked& asked, const http::Respond& respond);

 private:
  http::Response answer(const stripe_ledger::WantedAssignment& wanted);

  Ledger& ledger_;
  stripe::Owners& owners_;
  stripe_ledger::Follower& follower_;
  std::atomic<bool> ends_ = false;
  Worker worker_;
};

}  // namespace nemo::api
