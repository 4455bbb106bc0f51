#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace nemo {

// How many whole numbers there were, by size: bucket i counts those up to 2^i that are in no bucket
// before it; what is larger than all bounds is in `count` and `sum` alone.
struct Histogram {
  static constexpr std::size_t kBuckets = 26;

  std::array<std::uint64_t, kBuckets> buckets{};
  std::uint64_t count = 0;
  std::uint64_t sum = 0;

  void add(std::uint64_t number) {
    const auto bucket = static_cast<std::size_t>(number == 0 ? 0 : std::bit_width(number - 1));
    if (bucket < kBuckets) ++buckets[bucket];
    ++count;
    sum += number;
  }
};

}  // namespace nemo
