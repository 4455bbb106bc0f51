#include "engine/transitions/credit_adjusted.h"

#include "engine/transitions/credits.h"

namespace nemo {
void apply(Transition& t, const CreditAdjusted& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<CreditAdjusted>(t, IdKind::kAdjustment, record.adjustment_id.view(),
                                         content)) {
    return;
  }
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  const Wide amount = record.amount_nano->wide();
  if (!balance_holds(t.org_state(), amount, 0)) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kAdjustment, record.adjustment_id.view(), std::move(content));
  std::vector<Posting> postings;
  if (amount > 0) {
    const Lot lot{GrantId(), CreditKind::kPurchased, *record.amount_nano, std::nullopt,
                  t.position.offset};
    top_up(t.state, t.org_state(), lot, Account::kExpenseAdjustments, postings);
  } else {
    spend(t.state, t.org_state(), -amount, Account::kExpenseAdjustments, postings);
  }
  t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
