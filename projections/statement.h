#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo {

// An organization's account statement, folded from its outcome lines: how its balance came to be,
// day by day (UTC). Credits are what raised the balance, usage what calls cost, forfeited what
// ended unspent; every day opens with the balance the day before closed with.
class Statement {
 public:
  struct Day {
    std::int64_t day = 0;  // since 1970-01-01
    Wide opening = 0;
    Wide credits = 0;
    Wide adjustments = 0;
    Wide usage = 0;
    Wide forfeited = 0;
    Wide closing = 0;
    std::uint64_t granted = 0;
    std::uint64_t denied = 0;
    std::uint64_t settled = 0;
  };

  // A line of this organization; lines of one organization alone, in the log's order.
  void add(const Outcome& line);

  const std::vector<Day>& days() const { return days_; }
  Wide balance() const { return days_.empty() ? 0 : days_.back().closing; }
  // Whether the movements explain every balance the lines carry.
  bool ties_out() const { return ties_out_; }

 private:
  Day& day_of_line(const Outcome& line);

  std::vector<Day> days_;
  bool ties_out_ = true;
};

}  // namespace nemo
