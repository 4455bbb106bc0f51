#pragma once

#include <random>

#include "tests/engine/situation.h"

namespace nemo {

// Random records of every kind for acme, with ids that repeat and times that reach ends.
class Busy {
 public:
  explicit Busy(std::uint64_t seed) : random_(seed) {}

  Payload next();
  // Milliseconds until the next record: mostly few, at times days.
  std::int64_t pause();

 private:
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
  std::string id(const char* kind, std::int64_t count) {
    return kind + std::to_string(below(count));
  }
  Payload money();
  Payload stripe();
  Payload plan_told();
  Payload setting();
  Payload team();
  Payload call();

  std::mt19937_64 random_;
  std::int64_t now_ = 0;
  std::int64_t requests_ = 0;
};

// What its organization's plans are, to be defined before.
inline std::vector<PlanDefined> busy_plans() {
  return {{Label("plan0"), 0, {}, {}}, {Label("plan1"), 250, {}, {}}};
}

// A situation after `records` of them; every truth was asked after each.
inline Situation busy_situation(std::uint64_t seed, int records) {
  Situation s = Situation::with_credits(10'000);
  for (const PlanDefined& plan : busy_plans()) s.then(plan);
  Busy busy(seed);
  std::int64_t now = 0;
  for (int number = 0; number < records; ++number) s.at(now += busy.pause(), busy.next());
  return s;
}

}  // namespace nemo
