#include "engine/transitions/stripe_payments.h"

#include "engine/transitions/payment_books.h"
#include "engine/transitions/payment_facts.h"
#include "engine/transitions/plans.h"
#include "engine/transitions/stripe_events.h"
#include "engine/transitions/top_ups.h"

namespace nemo {

void apply(Transition& t, const StripePaymentReported& record) {
  std::string content;
  if (answered_as_repeat_of_event(t, record, content)) return;
  NamedPayment named = find_payment(t, record);
  add_facts(named.payment, record);
  if (t.org != nullptr) price_by_plan(t, named.payment);
  const Nano frozen = t.org != nullptr ? t.org_state().frozen() : Nano{};
  std::vector<Posting> postings;
  if (!book(t, named, postings)) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  remember_event(t, record, std::move(content));
  if (t.org != nullptr) {
    list_for_plans(t, named);
    end_top_up(t, named.payment, record.status);
  }
  keep_payment(t, std::move(named));
  if (t.org != nullptr) t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
  if (t.org != nullptr) forfeit_what_thawed(t, frozen);
}

void apply(Transition& t, const StripeObjectAssigned& record) {
  if (t.envelope.org_id.view() != kStripeOrg) {
    t.answer_invalid(Field::kOrgId);
    return;
  }
  StripeObjectAssigned normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  if (answered_as_repeat<StripeObjectAssigned>(t, IdKind::kStripeObject, record.object_id.view(),
                                               content)) {
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kStripeObject, record.object_id.view(), std::move(content));
  NamedPayment named = find_payment(t, record.object_id);
  named.payment.moved = true;
  std::vector<Posting> postings;
  const bool booked = book(t, named, postings);
  NEMO_ASSERT(booked);
  keep_payment(t, std::move(named));
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
