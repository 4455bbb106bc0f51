#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "adapters/cli/options.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// The stored lines of some partitions, pulled one by one: of all partitions by (at, partition,
// offset, line). Thread rule: one thread.
class OutcomeStream {
 public:
  OutcomeStream(Ledger& ledger, const std::vector<LogPosition>& starts);

  // Null at the end. Good until the next call.
  const Outcome* next();

 private:
  struct Source {
    LogPosition from;  // of the next chunk
    std::vector<Outcome> chunk;
    std::size_t at = 0;
    bool over = false;
  };
  void refill(Source& source);

  Ledger& ledger_;
  std::vector<Source> sources_;
};

// Which stored lines are asked for: of one organization or all, between two moments.
struct OutcomeRange {
  std::optional<OrgId> org_id;
  Moment from;  // this one included
  Moment to;    // this one included

  bool holds(const Outcome& line) const;
  bool is_past(const Outcome& line) const;
  // Where to start reading, a position a partition.
  std::vector<LogPosition> starts() const;
};

// Visits them in the stream's order, until `visit` gives false.
void each_line(Ledger& ledger, const OutcomeRange& range,
               const std::function<bool(const Outcome&)>& visit);

}  // namespace nemo
