#include "adapters/stripe_events/final_form.h"

#include "events/catalog/envelope.h"

namespace nemo::stripe_events {
namespace {

StripeFault fault_of(Field field) {
  switch (field) {
    case Field::kNone:
      return StripeFault::kNone;
    case Field::kAmountNano:
    case Field::kTaxNano:
    case Field::kFeeNano:
    case Field::kRefundedNano:
      return StripeFault::kWrongAmount;
    case Field::kChargeId:
    case Field::kCustomerId:
    case Field::kPaymentId:
    case Field::kPayoutId:
    case Field::kRefunds:
    case Field::kSourceId:
    case Field::kStripeEventId:
    case Field::kSubscriptionId:
    case Field::kTransactionId:
    case Field::kTransactionIds:
      return StripeFault::kMissingId;
    default:
      return StripeFault::kNotAnEvent;
  }
}

}  // namespace

StripeFault first_wrong_form(const std::vector<StripeItem>& items) {
  for (const StripeItem& item : items) {
    Envelope envelope;
    envelope.payload = item.record;
    const StripeFault fault = fault_of(check_form(envelope));
    if (fault != StripeFault::kNone) return fault;
  }
  return StripeFault::kNone;
}

}  // namespace nemo::stripe_events
