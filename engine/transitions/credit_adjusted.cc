#include "engine/transitions/credit_adjusted.h"

#include <algorithm>

#include "engine/transitions/credits.h"

namespace nemo {
namespace {

// Down by up to 2^63, which an amount cannot hold: taken in two parts, whose owed lines are one
// where their sum is an amount.
void spend_down(Transition& t, Wide amount, std::vector<Posting>& postings) {
  const Nano part{static_cast<std::int64_t>(std::min<Wide>(amount, INT64_MAX))};
  spend(t.state, t.org_state(), part, Account::kExpenseAdjustments, postings);
  const Nano rest{static_cast<std::int64_t>(amount - part.wide())};
  if (rest.value == 0) return;
  spend(t.state, t.org_state(), rest, Account::kExpenseAdjustments, postings);
  if (postings.size() < 2) return;
  Posting& before = *(postings.end() - 2);
  const std::optional<std::int64_t> sum = narrow(before.amount.wide() + rest.wide());
  if (before.debit != Account::kOwed || !sum) return;
  before.amount.value = *sum;
  postings.pop_back();
}

}  // namespace

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
  remember_id(t, IdKind::kAdjustment, record.adjustment_id.view(),
              {{OutcomeCode::kAccepted, Field::kNone},
               t.position.offset,
               std::move(content),
               std::nullopt});
  std::vector<Posting> postings;
  if (amount > 0) {
    const Lot lot{GrantId(), CreditKind::kPurchased, *record.amount_nano, std::nullopt,
                  t.position.offset};
    top_up(t.state, t.org_state(), lot, Account::kExpenseAdjustments, postings);
  } else {
    spend_down(t, -amount, postings);
  }
  t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
