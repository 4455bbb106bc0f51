#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

bool is_paid(const ObjectView& charge) {
  const std::string_view status = charge.text("status");
  const bool succeeded = status.empty() || status == "succeeded" || status == "paid";
  return succeeded && charge.flag("paid") == true && charge.flag("captured") == true;
}

// What an event of a charge that is not paid tells of its payment. Of a charge that was only
// changed or refunded, nothing: the payment may have got further by another one.
PaymentStatus status_unpaid(const Reading& reading) {
  if (reading.type() == "charge.failed") return PaymentStatus::kFailed;
  if (reading.type() == "charge.expired") return PaymentStatus::kCanceled;
  const bool pending = reading.type() == "charge.succeeded" || reading.type() == "charge.pending";
  return pending ? PaymentStatus::kPending : PaymentStatus::kUnset;
}

void add_money(StripePaymentReported& payment, const ObjectView& charge) {
  const std::string_view currency = charge.text("currency");
  const std::optional<Nano> asked = charge.amount("amount", currency);
  const std::optional<Nano> captured = charge.amount("amount_captured", currency);
  payment.refunded_nano = charge.amount("amount_refunded", currency);
  if (payment.status != PaymentStatus::kSucceeded) return;
  payment.amount_nano = captured ? captured : asked;
  if (!payment.amount_nano) charge.refuse(StripeFault::kWrongAmount);
}

}  // namespace

void read_charge(Reading& reading) {
  const ObjectView& charge = reading.object;
  const StripePaymentKeys keys{charge.id("payment_intent"), charge.own_id(), charge.id("invoice")};

  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.status = is_paid(charge) ? PaymentStatus::kSucceeded : status_unpaid(reading);
  payment.paid_at = charge.time("created");
  if (!keys.invoice_id.empty()) payment.purpose = PaymentPurpose::kInvoice;
  add_money(payment, charge);
  for (const ObjectView& refund : charge.objects("refunds")) {
    payment.refunds.push_back(refund_of(refund));
  }
  add_terms(payment, charge);
  add_payment(reading, std::move(payment), keys);
  add_expanded_transaction(reading, keys);
}

}  // namespace nemo::stripe_events
