#include "adapters/workload/workload.h"

#include "adapters/workload/call_records.h"
#include "adapters/workload/customer_records.h"
#include "adapters/workload/text_input.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::int64_t kTraceSettleDownMs = 1'000;
// Everything that can still expire does.
constexpr std::int64_t kGeneratedSettleDownMs = kMsPerDay;

// Granted now, or by an earlier run that was cut off.
bool is_granted(std::span<const Outcome> lines) {
  for (const Outcome& line : lines) {
    if (line.by_time) continue;
    const auto* first = std::get_if<FirstDetail>(&line.detail);
    const bool repeat = line.name.code == OutcomeCode::kExists && first != nullptr;
    return (repeat ? first->outcome.code : line.name.code) == OutcomeCode::kGranted;
  }
  return false;
}

}  // namespace

Workload::Workload(std::unique_ptr<CallSource> source, const PriceBookPublished& book,
                   WorkloadOptions options, std::int64_t settle_down_ms)
    : source_(std::move(source)), world_(std::move(options), book) {
  const Totals totals = add_up(world_, *source_);
  if (totals.first_at.value < kMsPerMinute) {
    throw WorkloadFailure{
        "the first call is in the first minute of 1970 or before, but customers "
        "sign up a minute earlier; move the calls with a start of your own"};
  }
  customers_ = customer_records(world_, totals, book, settle_down_ms);
}

Workload Workload::of_trace(Trace trace, const PriceBookPublished& book, WorkloadOptions options) {
  check_options(options);
  auto source = std::make_unique<TraceCalls>(std::move(trace), options.start);
  return Workload(std::move(source), book, std::move(options), kTraceSettleDownMs);
}

Workload Workload::of_generated_calls(const PriceBookPublished& book, WorkloadOptions options) {
  check_options(options);
  auto source = std::make_unique<GeneratedCalls>(options);
  return Workload(std::move(source), book, std::move(options), kGeneratedSettleDownMs);
}

CallPlan Workload::plan_of(std::int64_t row) const {
  return plan_call(world_, row, source_->call(row));
}

std::optional<Workload::Due> Workload::next_step() const {
  std::optional<Due> step;
  if (next_row_ < source_->count()) {
    step = Due{source_->call(next_row_).at, next_row_, Step::kReserve};
  }
  if (!due_.empty() && (!step || due_.top() < *step)) step = due_.top();
  return step;
}

bool Workload::next(std::vector<TimedEnvelope>& batch) {
  NEMO_ASSERT(next_undecided_ == undecided_.size());
  batch.clear();
  undecided_.clear();
  next_undecided_ = 0;
  first_undecided_.reset();
  while (batch.size() < world_.options().batch_records_max) {
    const std::optional<Due> step = next_step();
    const bool of_customer =
        next_customer_ < customers_.size() && (!step || customers_[next_customer_].at <= step->at);
    if (!of_customer && !step) break;
    const Due place = of_customer ? Due{customers_[next_customer_].at, -1, Step::kReserve} : *step;
    if (first_undecided_ && place > *first_undecided_) break;
    if (of_customer) {
      if (choices_ != nullptr) choices_->add(customers_[next_customer_]);
      batch.push_back(std::move(customers_[next_customer_++]));
    } else {
      take(*step, batch);
    }
  }
  return !batch.empty();
}

void Workload::take(const Due& step, std::vector<TimedEnvelope>& batch) {
  const CallPlan plan = plan_of(step.row);
  if (step.step == Step::kReserve) {
    ++next_row_;
    return begin_call(plan, batch);
  }
  due_.pop();
  batch.push_back(call_record(world_, plan, step.step));
}

void Workload::begin_call(const CallPlan& plan, std::vector<TimedEnvelope>& batch) {
  if (choices_ != nullptr) choices_->add(world_, plan);
  if (!plan.reserves) return follow_up(plan);
  undecided_.push_back({batch.size(), plan.row});
  const Due first = plan.increased               ? Due{plan.increase_at, plan.row, Step::kIncrease}
                    : plan.end != EndKind::kNone ? Due{plan.end_at, plan.row, Step::kEnd}
                                                 : Due{{INT64_MAX}, plan.row, Step::kEnd};
  if (!first_undecided_ || first < *first_undecided_) first_undecided_ = first;
  batch.push_back(call_record(world_, plan, Step::kReserve));
}

void Workload::follow_up(const CallPlan& plan) {
  if (plan.increased) due_.push({plan.increase_at, plan.row, Step::kIncrease});
  if (plan.end != EndKind::kNone) due_.push({plan.end_at, plan.row, Step::kEnd});
  if (plan.second != EndKind::kNone) due_.push({plan.second_at, plan.row, Step::kSecond});
}

void Workload::answered(std::size_t index_in_batch, std::span<const Outcome> lines) {
  if (next_undecided_ == undecided_.size()) return;
  const Undecided& undecided = undecided_[next_undecided_];
  NEMO_ASSERT(index_in_batch <= undecided.index);
  if (index_in_batch != undecided.index) return;
  ++next_undecided_;
  if (is_granted(lines)) follow_up(plan_of(undecided.row));
}

}  // namespace nemo
