#include "engine/transitions/stripe_customers.h"

#include <algorithm>
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

// A price is called what its seller likes: only what was defined is a plan of ours.
bool is_unknown_plan(const Transition& t, const StripeCustomerReported& record) {
  return record.plan_from && !record.plan.empty() &&
         !t.state.globals.plans.contains(record.plan.value);
}

void link_customer(CustomerState& known, const StripeCustomerReported& record) {
  const auto before = [](const LinkedCustomer& one, const StripeId& id) {
    return one.customer_id < id;
  };
  std::vector<LinkedCustomer>& all = known.customers;
  auto place = std::lower_bound(all.begin(), all.end(), record.customer_id, before);
  if (place == all.end() || place->customer_id != record.customer_id) {
    place = all.insert(place, LinkedCustomer());
    place->customer_id = record.customer_id;
  }
  if (record.customer_status == CustomerStatus::kUnset) return;
  if (std::tuple(place->status_at, place->status) <
      std::tuple(*record.created, record.customer_status)) {
    place->status = record.customer_status;
    place->status_at = *record.created;
  }
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
  link_customer(customer_of(t), record);
  const Nano frozen = t.org_state().frozen();
  std::vector<Posting> postings;
  const bool unknown = is_unknown_plan(t, record);
  if (record.plan_from && !unknown) {
    change_plan(t,
                {*record.plan_from, *record.created, record.plan, record.subscription_id, false});
    for (const PlanPayment& payment : payments_for_plans(t))
      price_again(t, payment.payment_id, postings);
  }
  t.touch_org();
  Outcome& line = t.answer(OutcomeCode::kAccepted);
  if (unknown) line.flags = kFlagUnknownPlan;
  line.postings = std::move(postings);
  forfeit_what_thawed(t, frozen);
}

}  // namespace nemo
