#pragma once

#include <functional>
#include <string>

#include "tests/sim/world.h"

namespace nemo::sim {

struct Shrunk {
  Plan plan;
  std::string broken;
  int runs = 0;
};

// A smaller world that still breaks: first without the faults it does not need, then with fewer and
// fewer records. `live` lives through a plan.
Shrunk shrink(const Plan& plan, const Result& result,
              const std::function<Result(const Plan&)>& live);

}  // namespace nemo::sim
