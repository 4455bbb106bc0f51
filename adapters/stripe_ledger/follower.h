#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe/owners.h"
#include "adapters/stripe_ledger/repeating.h"

namespace nemo::stripe_ledger {

// Reads the records of kStripeOrg behind the engine, so that `owners` knows whose payments are, and
// tells an organization what came before it was known to be its own. How far that was done lies in
// a small file; a record that is told again changes nothing. On Kafka each node that serves
// kStripeOrg's partition does so.
class Follower {
 public:
  struct Options {
    std::filesystem::path folder;                  // of the file
    std::function<void(const std::string&)> tell;  // what an operator should read
  };

  Follower(Ledger& ledger, stripe::Owners& owners, Options options);
  ~Follower() { close(); }

  // Waits until all that was on the log when it was asked is told. False: it takes too long.
  bool wait_until_told(std::chrono::milliseconds patience);

  // Looks no further; the ledger may be closed then.
  void close();

 private:
  void follow(const std::stop_token& stop);
  bool look(const std::stop_token& stop);
  void tell_owners();
  // As its owner is told it; nothing where the log does not have it any more.
  std::optional<Envelope> forward_of(const stripe::Owners::Forward& one);

  Ledger& ledger_;
  stripe::Owners& owners_;
  Options options_;
  std::unique_ptr<LogCursor> cursor_;
  Offset next_ = 0;               // to look at
  std::atomic<Offset> done_ = 0;  // what lies before it is looked at, and told
  Offset told_ = 0;               // what comes from before it was told
  stripe::Owners::Found found_;   // and is to be told; a failure leaves it
  std::unique_ptr<Repeating> following_;
};

}  // namespace nemo::stripe_ledger
