#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <span>

#include "adapters/daemon/ledger.h"

namespace nemo::stripe_ledger {

// Records on their way to the ledger, which goes on while they wait. Thread rule: one thread.
class Sent {
 public:
  explicit Sent(Ledger& ledger) : ledger_(ledger) {}
  // Waits for all.
  ~Sent() { wait(); }

  void send(Envelope record);
  // Returns once all are decided. Throws the first Failure.
  void finish();

  // Behind finish(): whose it was that did not take a record, and how many they are.
  bool was_refused_by(const OrgId& org_id) const { return refused_by_.contains(org_id); }
  std::size_t refused() const { return refused_by_.size(); }

 private:
  void decided(std::span<const Outcome> lines);
  void end(const Failure* failure);
  void wait();

  Ledger& ledger_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t left_ = 0;
  std::optional<Failure> failure_;
  std::set<OrgId> refused_by_;
};

}  // namespace nemo::stripe_ledger
