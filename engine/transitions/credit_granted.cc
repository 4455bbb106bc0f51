#include "engine/transitions/credit_granted.h"

#include "engine/transitions/credits.h"

namespace nemo {

void apply(Transition& t, const CreditGranted& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<CreditGranted>(t, IdKind::kGrant, record.grant_id.view(), content)) return;
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  if (record.expires_at && *record.expires_at <= t.now) {
    t.answer_invalid(Field::kExpiresAt);
    return;
  }
  if (!balance_holds(t.org_state(), record.amount_nano->wide(), 0)) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kGrant, record.grant_id.view(), std::move(content));
  const Lot lot{record.grant_id, record.kind, *record.amount_nano, record.expires_at,
                t.position.offset};
  const Account account =
      record.kind == CreditKind::kPurchased ? Account::kManualClearing : Account::kExpensePromotion;
  std::vector<Posting> postings;
  if (top_up(t.state, t.org_state(), lot, account, postings) && record.expires_at) {
    t.state.lots.add({*record.expires_at, t.position.offset}, t.envelope.org_id.view());
  }
  t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
