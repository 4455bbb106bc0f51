#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include "adapters/workload/call_source.h"
#include "adapters/workload/choices.h"
#include "adapters/workload/timed_envelope.h"
#include "adapters/workload/totals.h"
#include "adapters/workload/world.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// A whole life of customers and their calls, as records in order of time: what a call does next
// depends on whether it was granted, so records come in batches, each answered before the next.
//
//   std::vector<TimedEnvelope> batch;
//   while (workload.next(batch)) {
//     ... each record of the batch, in order: workload.answered(index, its lines)
//   }
//
// Same options, calls and price book: same records, byte for byte, from the same answers.
// Thread rule: one thread.
class Workload {
 public:
  // Calls of a trace. Throws WorkloadFailure (options, models without a price).
  static Workload of_trace(Trace trace, const PriceBookPublished& book, WorkloadOptions options);
  // Generated calls: `options.calls` over `options.days`.
  static Workload of_generated_calls(const PriceBookPublished& book, WorkloadOptions options);

  // Writes down what is chosen while the records go out; null: nothing. It must outlive this.
  void write_choices(Choices* choices) { choices_ = choices; }

  // The next records that depend on no undecided answer; false at the end. The batch before must
  // be answered whole.
  bool next(std::vector<TimedEnvelope>& batch);
  // The outcome lines of a record of the batch; in the batch's order.
  void answered(std::size_t index_in_batch, std::span<const Outcome> lines);

  // For progress: calls there are, and calls begun.
  std::int64_t calls() const { return source_->count(); }
  std::int64_t calls_begun() const { return next_row_; }

 private:
  // A step of a call that is due; the order in which steps happen.
  struct Due {
    TimeMs at;
    std::int64_t row = 0;
    Step step{};
    auto operator<=>(const Due&) const = default;
  };

  Workload(std::unique_ptr<CallSource> source, const PriceBookPublished& book,
           WorkloadOptions options, std::int64_t settle_down_ms);

  CallPlan plan_of(std::int64_t row) const;
  // The next step of a call, one of the queue's or a new call's; nothing when all are done.
  std::optional<Due> next_step() const;
  void take(const Due& step, std::vector<TimedEnvelope>& batch);
  void begin_call(const CallPlan& plan, std::vector<TimedEnvelope>& batch);
  void follow_up(const CallPlan& plan);

  std::unique_ptr<CallSource> source_;
  World world_;
  std::vector<TimedEnvelope> customers_;
  std::size_t next_customer_ = 0;
  std::int64_t next_row_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  Choices* choices_ = nullptr;

  struct Undecided {
    std::size_t index = 0;  // in the batch
    std::int64_t row = 0;
  };
  std::vector<Undecided> undecided_;
  std::size_t next_undecided_ = 0;
  std::optional<Due> first_undecided_;  // the earliest step that needs an answer of this batch
};

}  // namespace nemo
