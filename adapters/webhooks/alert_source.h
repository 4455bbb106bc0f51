#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo::webhooks {

// Where alerts come from: the ledger, as far as it is needed here. Called from one thread; each
// throws Unavailable.
struct AlertSource {
  // A partition that this node decides: the next record's position, and how many alerts were
  // decided in it since the node was opened.
  struct Partition {
    LogPosition end;
    std::uint64_t alerts = 0;
  };
  std::function<std::vector<Partition>()> partitions;
  // The lines of each record from a position on, in order and without a gap, until `visit` gives
  // false. `visit` asks the ledger for nothing.
  using Visit = std::function<bool(std::span<const Outcome>)>;
  std::function<void(LogPosition from, const Visit& visit)> each_outcome;
  // What is told of an alert, as a JSON object.
  std::function<std::string(const Outcome& alert)> data_of;
};

}  // namespace nemo::webhooks
