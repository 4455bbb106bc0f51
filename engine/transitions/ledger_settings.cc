#include "engine/transitions/ledger_settings.h"

#include <algorithm>

namespace nemo {

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
  t.state.globals.plans[record.plan.value] = {
      *record.fee_bps, record.free_credits_nano.value_or(Nano{}), record.limits};
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const RulesActivated& record) {
  t.state.globals.rules = *record.rules_version;
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const ClockTicked&) { t.answer(OutcomeCode::kAccepted); }

}  // namespace nemo
