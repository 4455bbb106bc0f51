#include "tests/sim/shrink.h"

#include <algorithm>

namespace nemo::sim {
namespace {

constexpr int kRunsMax = 600;

// What broke, without where and by how much.
std::string kind_of(const std::string& broken) {
  std::string kind;
  for (const char letter : broken.substr(0, broken.find(':'))) {
    if ((letter >= 'a' && letter <= 'z') || letter == ' ') kind += letter;
  }
  return kind;
}

class Shrinker {
 public:
  Shrinker(Shrunk start, const std::function<Result(const Plan&)>& live)
      : best_(std::move(start)), live_(live) {}

  Shrunk run() {
    drop_faults();
    for (std::size_t piece = best_.plan.records->size() / 2; piece > 0; piece /= 2) {
      while (drop_records(piece)) {
      }
    }
    drop_faults();
    return best_;
  }

 private:
  bool still_breaks(const Plan& plan) {
    if (best_.runs >= kRunsMax) return false;
    ++best_.runs;
    const Result result = live_(plan);
    if (!result.broken || kind_of(*result.broken) != kind_of(best_.broken)) return false;
    best_.plan = plan;
    best_.broken = *result.broken;
    return true;
  }

  void drop_faults() {
    for (std::size_t i = 0; i < kFaultCount; ++i) {
      Plan plan = best_.plan;
      if (plan.without.insert(static_cast<Fault>(i)).second) still_breaks(plan);
    }
  }

  // Leaves out one piece after another; whether any could go.
  bool drop_records(std::size_t piece) {
    const std::vector<std::size_t> all(best_.plan.records->begin(), best_.plan.records->end());
    bool any = false;
    for (std::size_t at = 0; at < all.size(); at += piece) {
      Plan plan = best_.plan;
      const std::size_t end = std::min(all.size(), at + piece);
      for (std::size_t i = at; i < end; ++i) plan.records->erase(all[i]);
      any = still_breaks(plan) || any;
    }
    return any;
  }

  Shrunk best_;
  const std::function<Result(const Plan&)>& live_;
};

}  // namespace

Shrunk shrink(const Plan& plan, const Result& result,
              const std::function<Result(const Plan&)>& live) {
  Shrunk start{plan, *result.broken, 0};
  start.plan.trace = false;
  if (!start.plan.records) {
    start.plan.records.emplace();
    for (std::size_t number = 0; number < result.records_given; ++number) {
      start.plan.records->insert(number);
    }
  }
  return Shrinker(std::move(start), live).run();
}

}  // namespace nemo::sim
