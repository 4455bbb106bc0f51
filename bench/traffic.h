#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/step.h"

namespace nemo::bench {

// A small, fixed generator (splitmix64): the same seed gives the same traffic everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  // Uniform in [0, bound), bound > 0.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

// "org-00000042".
std::string org_id_of(std::uint32_t number);

// Organizations of one partition alone, `count` of them.
std::vector<std::string> orgs_of_partition(PartitionId partition, std::size_t count);

// The records that set an organization up: created, a key with three limits, six budgets (key,
// user, team, tag, model, organization), credits that never run out.
std::vector<Envelope> set_up(const std::string& org_id);

// Reservations and the settlements of earlier ones, half and half: a settlement comes `lag`
// reservations after its reservation. Ids are random 128-bit numbers in hexadecimal.
class Traffic {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::size_t lag = 1'000;
  };

  explicit Traffic(Options options) : random_(options.seed), lag_(options.lag) {}

  // A reservation of `org_id`, then the settlement that is due, if one is.
  void next_pair(const std::string& org_id, std::vector<Envelope>& out);

 private:
  struct Open {
    std::string org_id;
    std::string reservation_id;
  };
  Random random_;
  std::size_t lag_;
  std::vector<Open> open_;  // a ring of `lag_`
  std::size_t place_ = 0;
};

}  // namespace nemo::bench
