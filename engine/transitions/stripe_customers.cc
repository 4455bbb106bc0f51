#include "engine/transitions/stripe_customers.h"

#include <tuple>

#include "engine/transitions/payment_books.h"
#include "engine/transitions/plans.h"
#include "engine/transitions/stripe_events.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

// One that would leave 64 bits keeps its fee.
void price_again(Transition& t, const StripeId& payment_id, std::vector<Posting>& postings) {
  Object<StripeState>* object =
      t.state.stripe.find(stripe_key(t.key_scratch(), t.envelope.org_id.view(), payment_id.view()));
  NEMO_ASSERT(object != nullptr && object->record.payment);
  PaymentState payment = *object->record.payment;
  price_by_plan(t, payment);
  if (!book(t, payment_id, payment, postings)) return;
  object->record.payment = std::move(payment);
  t.state.stripe.touch(*object);
}

}  // namespace

void apply(Transition& t, const StripeCustomerReported& record) {
  std::string content;
  if (answered_as_repeat_of_event(t, record, content)) return;
  // -------- nothing fails from here on
  remember_event(t, record, std::move(content));
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kAccepted);
    return;
  }
  CustomerState& customer = customer_of(t);
  if (record.customer_status != CustomerStatus::kUnset &&
      std::tuple(customer.status_at, customer.status) <
          std::tuple(*record.created, record.customer_status)) {
    customer.status = record.customer_status;
    customer.status_at = *record.created;
  }
  std::vector<Posting> postings;
  if (record.plan_from) {
    change_plan(t, {*record.plan_from, *record.created, record.plan, record.subscription_id});
    for (const PlanPayment& payment : payments_for_plans(t))
      price_again(t, payment.payment_id, postings);
  }
  t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace nemo
