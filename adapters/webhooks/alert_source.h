#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo::webhooks {

// Where alerts come from: the ledger, as far as it is needed here. Called from one thread; each
// throws Unavailable.
struct AlertSource {
  // The partitions that this node decides; the offset is that of the next record.
  std::function<std::vector<LogPosition>()> ends;
  // The lines of each record from a position on, in order and without a gap, until `visit` gives
  // false. `visit` asks the ledger for nothing.
  using Visit = std::function<bool(std::span<const Outcome>)>;
  std::function<void(LogPosition from, const Visit& visit)> each_outcome;
  // What is told of an alert, as a JSON object.
  std::function<std::string(const Outcome& alert)> data_of;
};

}  // namespace nemo::webhooks
