#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

// Before refunds had a status they were done when they were made.
RefundStatus status_of(const ObjectView& refund) {
  const std::string_view status = refund.text("status");
  if (status.empty() || status == "succeeded") return RefundStatus::kSucceeded;
  if (status == "pending") return RefundStatus::kPending;
  if (status == "requires_action") return RefundStatus::kRequiresAction;
  if (status == "failed") return RefundStatus::kFailed;
  if (status == "canceled") return RefundStatus::kCanceled;
  return RefundStatus::kUnset;
}

}  // namespace

StripeRefund refund_of(const ObjectView& refund) {
  StripeRefund part;
  part.refund_id = refund.own_id();
  part.refund_status = status_of(refund);
  part.amount_nano = refund.amount("amount", refund.text("currency"));
  if (!part.amount_nano) refund.refuse(StripeFault::kWrongAmount);
  return part;
}

void read_refund(Reading& reading) {
  const StripePaymentKeys keys = keys_of(reading.object);
  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.refunds.push_back(refund_of(reading.object));
  if (reading.type() == "refund.failed") {
    payment.refunds.back().refund_status = RefundStatus::kFailed;
  }
  add_payment(reading, std::move(payment), keys);
  add_expanded_transaction(reading, keys);
}

}  // namespace nemo::stripe_events
