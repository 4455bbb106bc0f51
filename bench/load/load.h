#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/connections.h"
#include "bench/load/histogram.h"
#include "bench/load/requests.h"

namespace nemo::load {

// What is measured: three questions, and a reservation with its settlement.
enum class Operation : std::uint8_t { kReserve, kSettle, kPair, kBalance };
inline constexpr std::array<std::string_view, 4> kOperationNames = {"reserve", "settle", "pair",
                                                                    "balance"};

enum class What : std::uint8_t { kReserve, kPair, kBalance, kMixed };

struct Plan {
  What what = What::kPair;
  // Arrivals a second, at times that are fixed before the first is sent; 0: a closed loop, in which
  // each connection starts anew as soon as it is answered.
  std::int64_t rate = 0;
  std::int64_t seconds = 10;
  std::int64_t warm_up_seconds = 2;
};

// What a run came to. A job is timed where the moment it was due at lies within the measured
// seconds, however late it is answered, and the answer is a 2xx; every other is a failure, of the
// warm-up too.
struct Tally {
  // From when a job was due to its answer: waiting for a free connection is part of it. Of a
  // settlement: from when it was sent.
  std::array<Histogram, kOperationNames.size()> times;
  std::map<std::pair<Operation, int>, std::int64_t> failures;  // by status, 0: no answer
  std::int64_t seconds = 0;                                    // measured
  std::int64_t not_asked = 0;  // due, and still without a connection 30 s after the end

  const Histogram& of(Operation operation) const {
    return times[static_cast<std::size_t>(operation)];
  }
};

// Drives connections by a plan, as the holders of these keys, each drawn anew for a job.
// Thread rule: one thread.
class Load {
 public:
  Load(Connections& connections, const std::string& authority, std::vector<std::string> keys,
       const Plan& plan);

  // Runs the plan, then waits for what is under way. `each_second` is told what has come so far.
  Tally run(const std::function<void(const Tally&)>& each_second);

 private:
  struct Job {
    std::int64_t due_ns = 0;
    std::size_t key = 0;
    std::int64_t number = 0;
    bool pair = false;
  };
  void begin(std::int64_t now);
  void start_what_is_due();
  std::int64_t next_wake() const;
  void start(std::size_t connection, std::int64_t due_ns);
  void reserve(std::size_t connection);
  void settle(std::size_t connection);
  void read_balance(std::size_t connection);
  void finish(std::size_t connection);
  bool count(Operation operation, const Job& job, const Answer& answer, std::int64_t from_ns);
  std::string reservation_id(const Job& job) const;

  Connections& connections_;
  Requests requests_;
  std::vector<std::string> keys_;
  Plan plan_;
  std::string run_id_;  // no two runs share one
  std::mt19937_64 random_{1};
  std::int64_t jobs_begun_ = 0;
  std::vector<Job> jobs_;          // by connection
  std::vector<std::size_t> idle_;  // of an open loop
  std::int64_t arrivals_ = 0;      // begun
  std::int64_t begin_ns_ = 0;
  std::int64_t measured_ns_ = 0;
  std::int64_t end_ns_ = 0;
  std::int64_t second_ns_ = 0;
  Tally tally_;
};

}  // namespace nemo::load
