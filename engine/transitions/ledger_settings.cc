#include "engine/transitions/ledger_settings.h"

#include <algorithm>
#include <tuple>

namespace nemo {
namespace {

// Of several definitions at one time the last counts, and those before it never did: but for a
// plan's very first, whose fee is also that of every payment made before it.
void keep_former_fee(Transition& t, const PlanDefined& record) {
  PartitionGlobals& globals = t.state.globals;
  const auto known = globals.plans.find(record.plan.value);
  if (known == globals.plans.end() || known->second.fee_bps == *record.fee_bps) return;
  std::vector<FormerFee>& former = globals.former_fees[record.plan.value];
  if (!former.empty() && former.back().until == t.now) return;
  former.push_back({t.now, known->second.fee_bps});
  if (former.size() > kFormerFeesMax) former.erase(former.begin());
}

// In one order, each once.
void settle(std::vector<QuarantinedEntry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.model, a.reason) < std::tie(b.model, b.reason);
  });
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

}  // namespace

void apply(Transition& t, const PriceBookPublished& record) {
  PriceBookPublished normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  const auto known =
      std::find_if(t.state.books.begin(), t.state.books.end(),
                   [&record](const BookState& book) { return book.version == record.version; });
  if (known != t.state.books.end()) {
    const Field different = first_difference<PriceBookPublished>(known->content, content);
    t.answer_first(different == Field::kNone
                       ? OutcomeName{OutcomeCode::kExists, Field::kNone}
                       : OutcomeName{OutcomeCode::kExistsWithDifferent, different},
                   {OutcomeCode::kAccepted, Field::kNone}, known->offset);
    return;
  }
  t.state.books.push_back({record.version, *record.effective_from, t.position.offset,
                           std::move(content), record.models, PriceTable(record.models)});
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const PlanDefined& record) {
  keep_former_fee(t, record);
  t.state.globals.plans[record.plan.value] = {
      *record.fee_bps, record.free_credits_nano.value_or(Nano{}), record.limits};
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const RulesActivated& record) {
  t.state.globals.rules = *record.rules_version;
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const PricesQuarantined& record) {
  PricesQuarantined normal = record;
  settle(normal.entries);
  std::string content = content_of(normal);
  if (answered_as_repeat<PricesQuarantined>(t, IdKind::kQuarantine, record.quarantine_id.view(),
                                            content)) {
    return;
  }
  remember_accepted(t, IdKind::kQuarantine, record.quarantine_id.view(), std::move(content));
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const ClockTicked&) { t.answer(OutcomeCode::kAccepted); }

}  // namespace nemo
