#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo {

// Outcome lines in order. Cleared lines keep their memory, so that a long run of records allocates
// almost nothing. References stay right until the next add().
class OutcomeLines {
 public:
  // A blank line at the end.
  Outcome& add();
  void clear() { size_ = 0; }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Outcome& operator[](std::size_t place) { return slots_[place]; }
  const Outcome& operator[](std::size_t place) const { return slots_[place]; }
  Outcome& back() { return slots_[size_ - 1]; }
  const Outcome& back() const { return slots_[size_ - 1]; }
  const Outcome* begin() const { return slots_.data(); }
  const Outcome* end() const { return slots_.data() + size_; }
  std::span<const Outcome> span() const { return {slots_.data(), size_}; }
  std::span<const Outcome> span(std::size_t from) const { return span().subspan(from); }

 private:
  std::vector<Outcome> slots_;
  std::size_t size_ = 0;
};

}  // namespace nemo
