#include "engine/transitions/usage_recorded.h"

#include "engine/transitions/cost.h"
#include "engine/transitions/credits.h"

namespace nemo {

void apply(Transition& t, const UsageRecorded& record) {
  UsageRecorded normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  if (answered_as_repeat<UsageRecorded>(t, IdKind::kUsage, record.usage_id.view(), content)) return;
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  const CallCost cost =
      cost_of(record.cost_nano, record.usage, record.model.view(), t.state.book_at(t.now), Nano{});
  const Budgets& budgets = budgets_of_unreserved(t, record.key_id.view(), record.model.view());
  if (cost.overflow || !cost_holds(t.org_state(), cost.amount, Nano{}, budgets, t.windows_now())) {
    t.answer_invalid(Field::kCostNano);
    return;
  }
  // -------- nothing fails from here on
  remember_id(t, IdKind::kUsage, record.usage_id.view(),
              {{OutcomeCode::kAccepted, Field::kNone},
               t.position.offset,
               std::move(content),
               t.remembered_until()});
  count_spent(budgets, cost.amount, t.windows_now(), t.now);
  std::vector<Posting> postings;
  spend(t.state, t.org_state(), cost.amount.wide(), Account::kRevenueUsage, postings);
  t.touch_org();
  Outcome& line = t.answer(OutcomeCode::kAccepted);
  line.detail = SettledDetail{cost.amount};
  line.flags = cost.unpriced ? kFlagUnpriced : 0;
  line.postings = std::move(postings);
  alert_crossings(t, budgets);
}

}  // namespace nemo
