#include "bench/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nemo::load {

// The first two rows of parts are exact: row 0 holds 0 to 127, row 1 holds 128 to 255.
std::size_t Histogram::class_of(std::int64_t ns) {
  const auto value = static_cast<std::uint64_t>(ns);
  if (value < kParts) return static_cast<std::size_t>(value);
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kPartBits;
  return (shift + 1) * kParts + static_cast<std::size_t>((value >> shift) - kParts);
}

std::int64_t Histogram::upper_end(std::size_t number) {
  if (number < kParts) return static_cast<std::int64_t>(number);
  const std::size_t shift = number / kParts - 1;
  const std::uint64_t first = (kParts + number % kParts) << shift;
  return static_cast<std::int64_t>(first + (std::uint64_t{1} << shift) - 1);
}

void Histogram::add(std::int64_t ns) {
  ++counts_[class_of(ns)];
  ++count_;
  max_ns_ = std::max(max_ns_, ns);
}

std::int64_t Histogram::quantile_ns(double share) const {
  auto wanted = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_)));
  wanted = std::clamp<std::int64_t>(wanted, 1, count_ == 0 ? 1 : count_);
  std::int64_t seen = 0;
  for (std::size_t number = 0; number < kClasses; ++number) {
    seen += counts_[number];
    if (seen >= wanted) return std::min(upper_end(number), max_ns_);
  }
  return 0;
}

}  // namespace nemo::load
