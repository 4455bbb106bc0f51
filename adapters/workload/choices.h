#pragma once

#include <iosfwd>

#include "adapters/workload/call_plan.h"
#include "adapters/workload/timed_envelope.h"

namespace nemo {

// Writes down what the seed chose, as CSV, so that an independent script can work out what the
// ledger must come to. One line a thing, in order of time; what happens at the same time happens
// in this order: lines of customers as they stand, then steps of calls by row, then by step.
//   kind call    all that is chosen for the call of `row`, whatever the ledger will answer. After a
//                denial nothing more of it happens. Times end in _at_ms and are empty for a step
//                that is not there; `reserves` is 0 for usage that was never reserved.
//   other kinds  the payload's name; columns are its fields (lists with `;`)
// Thread rule: one thread.
class Choices {
 public:
  explicit Choices(std::ostream& out);

  void add(const World& world, const CallPlan& plan);
  // Records of customers; those of the whole ledger are passed over.
  void add(const TimedEnvelope& record);

 private:
  std::ostream& out_;
};

}  // namespace nemo
