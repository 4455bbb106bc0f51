#include "engine/transitions/payment_names.h"

#include <algorithm>
#include <utility>

#include "engine/transitions/clearings.h"
#include "engine/transitions/payment_facts.h"

namespace nemo {

Object<StripeState>* find_stripe(Transition& t, const StripeId& id) {
  return t.state.stripe.find(stripe_key(t.key_scratch(), t.envelope.org_id.view(), id.view()));
}

namespace {

Object<StripeState>& find_or_create(Transition& t, const StripeId& id) {
  Object<StripeState>* object = find_stripe(t, id);
  return object != nullptr ? *object : t.state.stripe.create(t.key_scratch());
}

PaymentState known_payment(Transition& t, const StripeId& name) {
  const Object<StripeState>* known = find_stripe(t, name);
  return known != nullptr && known->record.payment ? *known->record.payment : PaymentState();
}

bool is_intent(const StripeId& id) { return id.view().starts_with("pi_"); }

bool comes_first(const StripeId& one, const StripeId& other) {
  return is_intent(one) != is_intent(other) ? is_intent(one) : one < other;
}

void add_name(PaymentState& payment, const StripeId& name) {
  std::vector<StripeId>& names = payment.other_names;
  const auto place = std::lower_bound(names.begin(), names.end(), name);
  if (place == names.end() || *place != name) names.insert(place, name);
}

// All facts of `joined` become the payment's; its books are left, to be emptied.
void join(NamedPayment& named) {
  add_facts(named.payment, named.joined);
  add_name(named.payment, named.joined_name);
  for (const StripeId& name : named.joined.other_names) add_name(named.payment, name);
  unite(named.payment.cleared, named.joined.cleared);
  named.joined.cleared.clear();
  if (!named.payment.fee_bps) {
    named.payment.fee_bps = named.joined.fee_bps;
    named.payment.fee_plan = named.joined.fee_plan;
    named.payment.fee_at = named.joined.fee_at;
  }
  named.joined.moved = true;
}

}  // namespace

StripeId payment_name(Transition& t, const StripeId& payment_id) {
  const Object<StripeState>* known = find_stripe(t, payment_id);
  return known != nullptr && known->record.same_as ? *known->record.same_as : payment_id;
}

NamedPayment find_payment(Transition& t, const StripeId& payment_id) {
  NamedPayment named;
  named.name = payment_name(t, payment_id);
  named.payment = known_payment(t, named.name);
  return named;
}

NamedPayment find_payment(Transition& t, const StripePaymentReported& said) {
  NamedPayment named;
  named.name = payment_name(t, said.payment_id);
  if (!said.charge_id.empty()) named.joined_name = payment_name(t, said.charge_id);
  const bool are_two = is_intent(named.joined_name) && is_intent(named.name);
  if (named.joined_name == named.name || are_two) named.joined_name = {};
  if (!named.joined_name.empty() && comes_first(named.joined_name, named.name)) {
    std::swap(named.name, named.joined_name);
  }
  named.payment = known_payment(t, named.name);
  if (named.joined_name.empty()) return named;
  named.joined = known_payment(t, named.joined_name);
  join(named);
  return named;
}

void keep_payment(Transition& t, NamedPayment named) {
  if (!named.joined_name.empty()) {
    for (const StripeId& other : named.payment.other_names) {
      Object<StripeState>& object = find_or_create(t, other);
      if (object.record.same_as == named.name) continue;
      object.record.payment.reset();
      object.record.movement.reset();
      object.record.same_as = named.name;
      t.state.stripe.touch(object);
    }
  }
  Object<StripeState>& object = find_or_create(t, named.name);
  object.record.payment = std::move(named.payment);
  object.record.movement.reset();
  t.state.stripe.touch(object);
}

}  // namespace nemo
