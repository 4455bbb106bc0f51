#pragma once

#include <cstdint>

namespace nemo {

// splitmix64 (Steele, Lea and Flood, 2014): state += 0x9e3779b97f4a7c15, then two xor-shift
// multiplications. Integers alone: the same seed gives the same numbers on any machine, compiler
// and library. Not for secrets. Thread rule: one thread.
class Random {
 public:
  explicit Random(std::uint64_t state) : state_(state) {}

  // What draws are for: each purpose and index has a stream of its own, so that what is drawn for
  // one thing never moves what is drawn for another.
  enum class Purpose : std::uint8_t { kCall = 1, kEventId = 2, kOrganization = 3, kTokens = 4 };
  static Random stream(std::uint64_t seed, Purpose purpose, std::uint64_t index);

  std::uint64_t next();
  // [0, bound), bound > 0: the high word of a 64 x 64 bit product.
  std::int64_t below(std::int64_t bound);
  // [least, most].
  std::int64_t between(std::int64_t least, std::int64_t most);

 private:
  std::uint64_t state_;
};

}  // namespace nemo
