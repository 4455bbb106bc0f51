#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

// An intent that failed waits for another means of payment, and may still be paid.
bool has_failed(const Reading& reading) {
  return reading.type() == "payment_intent.payment_failed" ||
         (reading.object.text("status") == "requires_payment_method" &&
          reading.object.object("last_payment_error"));
}

PaymentStatus status_of(const Reading& reading) {
  const std::string_view status = reading.object.text("status");
  if (reading.type() == "payment_intent.succeeded" || status == "succeeded") {
    return PaymentStatus::kSucceeded;
  }
  if (reading.type() == "payment_intent.canceled" || status == "canceled") {
    return PaymentStatus::kCanceled;
  }
  return has_failed(reading) ? PaymentStatus::kFailed : PaymentStatus::kPending;
}

// Versions before 2022-11-15 list the charges, the latest first.
StripeId charge_of(const ObjectView& intent) {
  const StripeId latest = intent.id("latest_charge");
  if (!latest.empty()) return latest;
  const std::vector<ObjectView> charges = intent.objects("charges");
  return charges.empty() ? StripeId() : charges.front().own_id();
}

// Versions from basil on name the invoice only as the order that was paid for.
StripeId invoice_of(const ObjectView& intent) {
  const StripeId invoice = intent.id("invoice");
  if (!invoice.empty()) return invoice;
  const std::string_view order = intent.object("payment_details").text("order_reference");
  return order.starts_with("in_") && is_name_form(order) ? StripeId(order) : StripeId();
}

}  // namespace

void read_payment_intent(Reading& reading) {
  const ObjectView& intent = reading.object;
  const std::string_view currency = intent.text("currency");
  const std::optional<Nano> asked = intent.amount("amount", currency);
  const std::optional<Nano> received = intent.amount("amount_received", currency);
  const StripePaymentKeys keys{intent.own_id(), charge_of(intent), invoice_of(intent)};

  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.status = status_of(reading);
  payment.paid_at = intent.time("created");
  if (!keys.invoice_id.empty()) payment.purpose = PaymentPurpose::kInvoice;
  if (payment.status == PaymentStatus::kSucceeded) {
    payment.amount_nano = received ? received : asked;
    if (!payment.amount_nano) intent.refuse(StripeFault::kWrongAmount);
  }
  add_terms(payment, intent);
  add_payment(reading, std::move(payment), keys);
}

}  // namespace nemo::stripe_events
