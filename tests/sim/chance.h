#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nemo::sim {

// A stream of choices: the same numbers from the same seed with every compiler (SplitMix64).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  // Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  std::size_t below(std::size_t count) { return next() % count; }
  // True in so many of 10,000 cases.
  bool strikes(std::int64_t per_10000) { return between(0, 9'999) < per_10000; }

  template <class T>
  const T& pick(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

  // A stream of its own: what is drawn from it moves nothing in this one.
  Chance branch(std::string_view name, std::uint64_t number = 0) const {
    std::uint64_t seed = state_ ^ 0xcbf29ce484222325;
    for (const char letter : name)
      seed = (seed ^ static_cast<std::uint8_t>(letter)) * 0x100000001b3;
    return Chance(Chance(seed + number * 0x9e3779b97f4a7c15).next());
  }

 private:
  std::uint64_t state_;
};

}  // namespace nemo::sim
