#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "tests/sim/world.h"

namespace nemo::sim {

// Who lives through plans, in one process.
class Lives {
 public:
  virtual ~Lives() = default;
  virtual Result live(const Plan& plan) = 0;
  virtual void tell_failure(const Plan& plan, const Result& result) = 0;
};

// Seeds shared out over processes: the k-th takes every k-th seed. Each stops at its first failure.
struct ManyWorlds {
  std::uint64_t first = 1;
  std::uint64_t last = UINT64_MAX;
  int seconds = 0;  // 0: until the last seed
  unsigned jobs = 1;

  // Prints what all have seen together; then, once more and last, what each failure said. The
  // status to exit with: 1 where a seed failed, or a kind of fault was too rare among a thousand
  // seeds to prove anything.
  int run(const Plan& plan, const std::function<std::unique_ptr<Lives>()>& make) const;
};

}  // namespace nemo::sim
