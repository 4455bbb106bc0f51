#pragma once

#include <cstdio>
#include <string>

#include "tests/sim/schedule.h"

namespace nemo::sim {

// A seed's story, a line an event; silent unless asked for.
class Trace {
 public:
  Trace(const Schedule& schedule, bool is_on) : schedule_(schedule), is_on_(is_on) {}

  void tell(const std::string& who, const std::string& what) const {
    if (!is_on_) return;
    const std::int64_t ms = schedule_.now_ms();
    std::printf("%12lld.%03d s  %-9s %s\n", static_cast<long long>(ms / 1'000),
                static_cast<int>(ms % 1'000), who.c_str(), what.c_str());
  }

 private:
  const Schedule& schedule_;
  bool is_on_;
};

}  // namespace nemo::sim
