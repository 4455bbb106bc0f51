#include "engine/transitions/stripe_payments.h"

#include "engine/transitions/payment_books.h"
#include "engine/transitions/payment_facts.h"
#include "engine/transitions/plans.h"
#include "engine/transitions/stripe_events.h"
#include "engine/transitions/top_ups.h"

namespace nemo {
namespace {

Object<StripeState>* find_payment(Transition& t, const StripeId& payment_id) {
  return t.state.stripe.find(
      stripe_key(t.key_scratch(), t.envelope.org_id.view(), payment_id.view()));
}

void keep(Transition& t, const StripeId& payment_id, PaymentState payment) {
  Object<StripeState>* object = find_payment(t, payment_id);
  if (object == nullptr) object = &t.state.stripe.create(t.key_scratch());
  object->record.payment = std::move(payment);
  t.state.stripe.touch(*object);
}

}  // namespace

void apply(Transition& t, const StripePaymentReported& record) {
  std::string content;
  if (answered_as_repeat_of_event(t, record, content)) return;
  const Object<StripeState>* known = find_payment(t, record.payment_id);
  PaymentState payment;
  if (known != nullptr && known->record.payment) payment = *known->record.payment;
  add_facts(payment, record);
  if (t.org != nullptr) price_by_plan(t, payment);
  std::vector<Posting> postings;
  if (!book(t, record.payment_id, payment, postings)) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  remember_event(t, record, std::move(content));
  if (t.org != nullptr) {
    list_for_plans(t, record.payment_id, payment);
    end_top_up(t, record);
  }
  keep(t, record.payment_id, std::move(payment));
  if (t.org != nullptr) t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
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
  PaymentState payment;
  const Object<StripeState>* known = find_payment(t, record.object_id);
  if (known != nullptr && known->record.payment) payment = *known->record.payment;
  payment.moved = true;
  std::vector<Posting> postings;
  const bool booked = book(t, record.object_id, payment, postings);
  NEMO_ASSERT(booked);
  keep(t, record.object_id, std::move(payment));
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
