#pragma once

#include <cstdint>
#include <vector>

#include "adapters/workload/options.h"
#include "adapters/workload/trace.h"
#include "events/values/time.h"

namespace nemo {

// Calls by row, in order of time: a call is a function of its row, asked for as often as wanted.
class CallSource {
 public:
  virtual ~CallSource() = default;

  virtual std::int64_t count() const = 0;  // >= 1
  virtual TraceRow call(std::int64_t row) const = 0;
  // Minutes in which there are calls, how long calls come in such a minute, and UTC days they lie
  // in; at least 1. Limits and budgets are made to fit them.
  virtual std::int64_t active_minutes() const = 0;
  virtual std::int64_t active_ms_in_minute() const = 0;
  virtual std::int64_t days() const = 0;
};

// The rows of a trace. With `start`, moved so that the first row is then.
class TraceCalls : public CallSource {
 public:
  TraceCalls(Trace trace, std::optional<TimeMs> start);

  std::int64_t count() const override { return static_cast<std::int64_t>(trace_.rows.size()); }
  TraceRow call(std::int64_t row) const override;
  std::int64_t active_minutes() const override;
  std::int64_t active_ms_in_minute() const override { return kMsPerMinute; }
  std::int64_t days() const override;

 private:
  Trace trace_;
  std::int64_t shift_ms_ = 0;
};

// Generated calls over some days: four seconds of each hour are played, with as many calls as
// the hour of the day deserves; sizes spread over powers of two as real ones do.
class GeneratedCalls : public CallSource {
 public:
  explicit GeneratedCalls(const WorkloadOptions& options);

  std::int64_t count() const override { return calls_; }
  TraceRow call(std::int64_t row) const override;
  std::int64_t active_minutes() const override;
  std::int64_t active_ms_in_minute() const override;
  std::int64_t days() const override { return days_; }

 private:
  std::uint64_t seed_;
  std::int64_t calls_;
  std::int64_t days_;
  TimeMs start_;
  std::vector<std::int64_t> first_rows_;  // of each hour; one more at the end
};

}  // namespace nemo
