#include "adapters/cli/org_view.h"

#include "adapters/cli/progress.h"
#include "engine/core/passing_time.h"
#include "engine/runner/replay.h"
#include "events/log/partitioner.h"

namespace nemo {
namespace {

[[noreturn]] void fail_unknown(const OrgView& view, const std::string& when) {
  throw Failure{1, view.org_id.value + ": no such organization " + when +
                       "; check the id, or ask for a later moment"};
}

void check_position(Ledger& ledger, LogPosition position, const OrgView& view) {
  if (position.partition != view.partition) {
    throw Failure{2, "--at " + format_position(position) + ": not in the partition of " +
                         view.org_id.value + "; its positions begin with " +
                         std::to_string(view.partition) + "/"};
  }
  const Offset end = ledger.log().end_offset(view.partition);
  if (position.offset >= end) {
    throw Failure{2, "--at " + format_position(position) + ": not written yet; partition " +
                         std::to_string(view.partition) + " holds " + std::to_string(end) +
                         " records"};
  }
}

// Whether the next record still counts at the moment.
bool counts(const Moment& moment, Replay& replay, Offset next) {
  if (moment.position) return next <= moment.position->offset;
  const std::optional<TimeMs> time = replay.next_time();
  return time && *time <= *moment.time;
}

}  // namespace

OrgView view_now(Ledger& ledger, const OrgId& org_id) {
  OrgView view{org_id, partition_of(org_id), {}, {}, {}};
  std::optional<OrgState> state = ledger.organization(org_id);
  if (!state) fail_unknown(view, "in this ledger");
  view.state = std::move(*state);
  view.position = {view.partition, ledger.log().end_offset(view.partition) - 1};
  const std::vector<Outcome> lines = ledger.outcomes_at(*view.position);
  if (!lines.empty()) view.at = lines.back().at;
  return view;
}

OrgView view_at(Ledger& ledger, const OrgId& org_id, const Moment& moment) {
  OrgView view{org_id, partition_of(org_id), {}, {}, {}};
  if (moment.position) check_position(ledger, *moment.position, view);
  Replay replay(ledger.log(), view.partition);
  Progress progress("records", static_cast<std::uint64_t>(ledger.log().end_offset(view.partition)));
  Offset next = 0;
  while (counts(moment, replay, next) && replay.next()) {
    progress.update(static_cast<std::uint64_t>(++next));
  }
  progress.finish();
  if (next > 0) view.position = {view.partition, next - 1};
  PartitionState& state = replay.state();
  view.at = moment.time.value_or(state.globals.log_time);
  if (moment.time && *moment.time >= state.globals.log_time) {
    OutcomeLines lines;
    pass_time(state, {view.partition, next}, *moment.time, lines);
  }
  std::string key;
  const auto* object = state.orgs.find(org_key(key, ObjectKind::kOrg, org_id.view()));
  if (object == nullptr) fail_unknown(view, "at that moment");
  view.state = object->record;
  return view;
}

KeyState counted_now(KeyState key, TimeMs now) {
  key.roll_minute(now);
  return key;
}

BudgetStanding standing_at(const BudgetState& budget, TimeMs at) {
  WindowMemo windows;
  return budget.standing(windows.at(at));
}

Wide left_in(const BudgetStanding& standing) {
  return standing.limit_nano.wide() - standing.spent_nano.wide() - standing.held_nano.wide();
}

}  // namespace nemo
