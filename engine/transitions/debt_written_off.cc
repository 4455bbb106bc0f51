#include "engine/transitions/debt_written_off.h"

#include "engine/transitions/credits.h"

namespace nemo {

void apply(Transition& t, const DebtWrittenOff& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<DebtWrittenOff>(t, IdKind::kWriteOff, record.write_off_id.view(),
                                         content)) {
    return;
  }
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  const Wide amount = record.amount_nano->wide();
  if (t.org_state().balance.wide() + amount > 0) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kWriteOff, record.write_off_id.view(), std::move(content));
  std::vector<Posting> postings;
  post(t.state, Account::kExpenseDisputeLosses, Account::kOwed, amount, postings);
  t.org_state().balance.value += record.amount_nano->value;
  t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
