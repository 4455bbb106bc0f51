#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "bench/traffic.h"

namespace nemo::bench {

using SteadyClock = std::chrono::steady_clock;

inline double microseconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::micro>(SteadyClock::now() - start).count();
}

// The value that a share of all values does not exceed; 0.5: the median. Reorders them.
inline double quantile(std::vector<double>& values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

// Callers that each reserve, then settle, then start anew, driven by the answers.
class Callers {
 public:
  // Each partition of `orgs` gets as many callers as every other.
  Callers(Ledger& ledger, std::vector<std::string> orgs)
      : ledger_(ledger), orgs_(std::move(orgs)) {}

  void run(std::size_t callers, std::chrono::milliseconds time) {
    const auto stop = SteadyClock::now() + time;
    running_ = callers;
    for (std::size_t i = 0; i < callers; ++i) reserve(orgs_[i % orgs_.size()], stop);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return running_ == 0; });
  }
  std::int64_t pairs() const { return pairs_; }
  std::vector<double>& reserve_us() { return reserve_us_; }

 private:
  // Answers come one at a time, so one generator serves all callers.
  void reserve(const std::string& org_id, SteadyClock::time_point stop) {
    if (SteadyClock::now() >= stop) {
      const std::lock_guard lock(mutex_);
      if (--running_ == 0) done_.notify_all();
      return;
    }
    std::vector<Envelope> made;
    {
      const std::lock_guard lock(traffic_mutex_);
      traffic_.next_pair(org_id, made);
    }
    const std::string id =
        std::get<ReservationRequested>(made.front().payload).reservation_id.value;
    const auto start = SteadyClock::now();
    ledger_.submit({std::move(made.front()), std::nullopt},
                   [this, &org_id, id, start, stop](std::span<const Outcome>) {
                     reserve_us_.push_back(microseconds_since(start));
                     settle(org_id, id, stop);
                   });
  }
  void settle(const std::string& org_id, const std::string& id, SteadyClock::time_point stop) {
    ReservationSettled settled;
    settled.reservation_id = ReservationId(id);
    settled.cost_nano = Nano{500'000};
    Envelope envelope;
    envelope.event_id.emplace();
    envelope.org_id = OrgId(org_id);
    envelope.payload = std::move(settled);
    ledger_.submit({std::move(envelope), std::nullopt},
                   [this, &org_id, stop](std::span<const Outcome>) {
                     ++pairs_;
                     reserve(org_id, stop);
                   });
  }

  Ledger& ledger_;
  std::vector<std::string> orgs_;
  std::mutex traffic_mutex_;
  Traffic traffic_{{.seed = 9, .lag = 10'000'000}};
  std::int64_t pairs_ = 0;
  std::vector<double> reserve_us_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::size_t running_ = 0;
};

}  // namespace nemo::bench
