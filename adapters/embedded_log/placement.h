#pragma once

#include <array>
#include <vector>

#include "adapters/embedded_log/live_time.h"
#include "adapters/embedded_log/record_bytes.h"
#include "events/log/log_port.h"

namespace nemo::embedded_log {

struct PartitionTail {
  Offset end = 0;
  // Holds a record without `at`: every later one is stored with its append time.
  bool live = false;
};
using Tails = std::array<PartitionTail, kPartitionCount>;

Ends ends_of(const Tails& tails);

// Gives records their offsets and times: first as a draft, for what is written may not become
// durable. Thread rule: one thread at a time.
class Placement {
 public:
  Placement(const Tails& tails, LiveTime time) : tails_(tails), time_(time) {}

  // Forgets what was placed and not kept.
  void start_draft();
  // Appends the records as they are to be stored; one that the clock refuses refuses all of them:
  // then it throws LogFailure kClock and nothing was placed.
  void place(const std::vector<NewRecord>& records, std::vector<LogRecord>& placed);
  // What was placed is durable.
  void keep_draft();

  const Tails& tails() const { return tails_; }
  const Tails& draft() const { return draft_; }

 private:
  bool needs_time(const std::vector<NewRecord>& records) const;
  LogRecord place(const NewRecord& record, TimeMs now);

  Tails tails_;
  Tails draft_;
  LiveTime time_;
  TimeMs draft_live_;
};

}  // namespace nemo::embedded_log
