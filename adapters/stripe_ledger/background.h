#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/daemon/metrics_text.h"
#include "adapters/stripe_ledger/catch_up.h"
#include "adapters/stripe_ledger/repeating.h"
#include "adapters/stripe_ledger/stripe_access.h"
#include "adapters/stripe_ledger/top_up_buyer.h"

namespace nemo::stripe_ledger {

// What a service does about Stripe by itself, on two threads: it asks for what no webhook told, and
// buys credits where a balance is low. Each node with a key does so; what several ask or buy is the
// same. Thread rule: any thread; close() from one.
class Background {
 public:
  struct Options {
    std::filesystem::path folder;         // is there
    MakeStripeApi access;                 // of each thread's own client
    std::chrono::milliseconds ask_every;  // from one catch-up's end to the next
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;  // what an operator should read
  };

  Background(Ledger& ledger, stripe::Owners& owners, Intake& intake, Options options);
  ~Background() { close(); }

  void add_metrics(MetricsText& text) const;
  // Before the ledger is closed.
  void close();

 private:
  void ask(const std::stop_token& stop);
  void buy(const std::stop_token& stop);

  Ledger& ledger_;
  Intake& intake_;
  Options options_;
  TopUpBuyer buyer_;
  std::unique_ptr<stripe_api::StripeApi> asked_;   // of the thread that asks
  std::unique_ptr<stripe_api::StripeApi> paying_;  // of the thread that buys
  std::atomic<std::uint64_t> tries_ = 0;
  std::atomic<std::uint64_t> successes_ = 0;
  std::atomic<std::int64_t> success_at_ms_ = 0;
  std::unique_ptr<Repeating> asking_;
  std::unique_ptr<Repeating> buying_;
};

}  // namespace nemo::stripe_ledger
