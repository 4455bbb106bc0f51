#include "engine/invariants/moved_payments_are_empty.h"

#include "engine/invariants/number_text.h"

namespace nemo {

void check_moved_payment_is_empty(const Object<StripeState>& object, Broken& broken) {
  const std::optional<PaymentState>& payment = object.record.payment;
  if (!payment || !payment->moved) return;
  if (payment->booked == PaymentBooks{} && payment->frozen.value == 0) return;
  const PaymentBooks& booked = payment->booked;
  broken.push_back(std::string(org_of_key(object.key)) + ": the payment " +
                   std::string(reservation_of_key(object.key)) + " moved and has booked " +
                   number_text(booked.credits) + ", " + number_text(booked.fee_revenue) + ", " +
                   number_text(booked.tax) + ", " + number_text(booked.suspense) + ", " +
                   number_text(booked.stripe_fees) + " and frozen " + number_text(payment->frozen));
}

void check_moved_payments_are_empty(const PartitionState& state, Broken& broken) {
  state.stripe.each([&broken](const Object<StripeState>& object) {
    check_moved_payment_is_empty(object, broken);
  });
}

}  // namespace nemo
