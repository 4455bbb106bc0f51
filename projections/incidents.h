#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// The exceptions that happened and stay: of calls, of records that could not be taken, of Stripe's
// events that were noted. Keeps the newest alone where there are many. Partitions may be folded in
// any order; each in its own. Thread rule: one thread.
class Incidents {
 public:
  explicit Incidents(std::size_t most = std::numeric_limits<std::size_t>::max()) : most_(most) {}

  // A record and its lines.
  void add(const Envelope& envelope, std::span<const Outcome> lines);

  const std::vector<ExceptionRow>& rows() const { return rows_; }  // in no order
  // How many older ones are not kept.
  std::uint64_t left_out() const { return left_out_; }

 private:
  void add_line(const Envelope& envelope, const Outcome& line);
  void add_flags(const Envelope& envelope, const Outcome& line);
  void add_own(const Envelope& envelope, const Outcome& line);
  void keep(ExceptionRow row);

  std::size_t most_;
  std::vector<ExceptionRow> rows_;  // a heap, the oldest on top
  std::uint64_t left_out_ = 0;
};

}  // namespace nemo
