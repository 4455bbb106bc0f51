#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/stripe/data_keys.h"
#include "events/log/log_port.h"

namespace nemo::stripe_ledger {

// Which event's body is wanted: by Stripe's id of it, by the place of the record that keeps it, or
// by both where the record alone does not say what event it came with.
struct WantedBody {
  std::string event_id;
  std::optional<LogPosition> position;
};

struct FoundBody {
  LogPosition position;             // of the record that keeps it
  std::string bytes;                // as Stripe sent it
  std::vector<LogPosition> others;  // that keep one of that event too: of another API version
};

// Opens what was sealed when the event came; it is kept with the first record of the event, of
// kStripeOrg while nobody was known to own it. Reads the log, all of it for an event. Throws
// Failure: 2 where there is no such event or no body of it, 3 where no copy of it opens. Thread
// rule: one thread.
FoundBody find_body(LogPort& log, stripe::DataKeys& keys, const WantedBody& wanted);

}  // namespace nemo::stripe_ledger
