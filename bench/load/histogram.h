#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nemo::load {

// Durations, counted in classes whose width is at most 1/128 of what they hold: each power of two
// of nanoseconds is divided into 128 equal parts, so that a quantile is at most 0.8 % too large,
// whatever its size. Its memory is 58 KiB, however much is added. Thread rule: one thread.
class Histogram {
 public:
  // Requires ns >= 0.
  void add(std::int64_t ns);

  std::int64_t count() const { return count_; }
  std::int64_t max_ns() const { return max_ns_; }  // exact
  // The smallest upper end of a class that a share of all, in (0, 1], does not exceed, and never
  // more than max_ns(); 0 of none.
  std::int64_t quantile_ns(double share) const;

 private:
  std::vector<std::int64_t> counts_ = std::vector<std::int64_t>(kClasses);
  std::int64_t count_ = 0;
  std::int64_t max_ns_ = 0;

  static constexpr unsigned kPartBits = 7;
  static constexpr std::size_t kParts = std::size_t{1} << kPartBits;
  static constexpr std::size_t kClasses = (64 - kPartBits) * kParts;
  static std::size_t class_of(std::int64_t ns);
  static std::int64_t upper_end(std::size_t number);
};

}  // namespace nemo::load
