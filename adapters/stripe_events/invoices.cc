#include "adapters/stripe_events/families.h"
#include "adapters/stripe_events/invoice_parts.h"

namespace nemo::stripe_events {
namespace {

PaymentStatus status_of(const Reading& reading) {
  const std::string_view type = reading.type();
  if (type == "invoice.paid" || type == "invoice.payment_succeeded") {
    return PaymentStatus::kSucceeded;
  }
  if (type == "invoice.payment_failed") return PaymentStatus::kFailed;
  if (type == "invoice.payment_action_required") return PaymentStatus::kPending;
  if (type == "invoice.voided") return PaymentStatus::kCanceled;
  return reading.object.text("status") == "paid" ? PaymentStatus::kSucceeded
                                                 : PaymentStatus::kUnset;
}

// The second name of the payment that paid, where no charge of it is told: what an event that names
// no payment said of the invoice waits for it.
StripePaymentKeys keys_by(PaymentStatus status, StripePaymentKeys keys) {
  const bool paid = status == PaymentStatus::kSucceeded;
  if (paid && keys.charge_id.empty()) keys.charge_id = keys.invoice_id;
  return keys;
}

// Metadata of a subscription's invoice is the subscription's.
void add_subscription_owner(Reading& reading) {
  StripeOwnerHints& owner = reading.news.items.back().owner;
  if (!owner.metadata_org_id.empty()) return;
  for (const ObjectView& of : {reading.object, reading.object.object("parent")}) {
    const OrgId org_id = owner_of(of.object("subscription_details")).metadata_org_id;
    if (owner.metadata_org_id.empty()) owner.metadata_org_id = org_id;
  }
}

void add(Reading& reading, const InvoicePart& part, PaymentStatus status) {
  const ObjectView& invoice = reading.object;
  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.status = status;
  payment.purpose = purpose_of(invoice);
  if (status == PaymentStatus::kSucceeded) {
    payment.amount_nano = part.paid;
    payment.tax_nano = part.tax;
    const std::optional<TimeMs> paid_at = invoice.object("status_transitions").time("paid_at");
    payment.paid_at = paid_at ? paid_at : payment.created;
  }
  add_terms(payment, invoice);
  add_payment(reading, std::move(payment), keys_by(status, part.keys));
  add_subscription_owner(reading);
}

// What the invoice is for, under its own name: whose it is the payment says, once it is known.
void add_purpose(Reading& reading) {
  const ObjectView& invoice = reading.object;
  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.payment_id = payment.charge_id = invoice.own_id();
  payment.purpose = purpose_of(invoice);
  payment.tax_nano = tax_of(invoice);
  add_terms(payment, invoice);
  StripePaymentKeys keys;
  keys.invoice_id = payment.payment_id;
  reading.news.items.push_back({std::move(payment), {}, std::move(keys)});
}

// No payment is named: nothing was to pay, it was paid past Stripe, or the version tells it by
// invoice_payment.paid alone. The cash itself is told by the payment's own events in any case.
void add_unnamed(Reading& reading, PaymentStatus status) {
  const ObjectView& invoice = reading.object;
  const std::optional<Nano> paid = paid_of(invoice);
  const bool nothing = status != PaymentStatus::kSucceeded || paid.value_or(Nano{}) == Nano{0};
  if (nothing) return add_note(reading, EventNote::kIgnored);
  if (is_paid_elsewhere(invoice)) {
    return add_note(reading, EventNote::kWarning, "paid_out_of_band");
  }
  add_purpose(reading);
}

}  // namespace

void read_invoice(Reading& reading) {
  const ObjectView& invoice = reading.object;
  invoice.own_id();
  const PaymentStatus status = status_of(reading);
  const bool paid = status == PaymentStatus::kSucceeded;
  bool told = false;
  for (const InvoicePart& part : parts_of(invoice)) {
    const bool counts = part.is_paid ? paid : !paid && status != PaymentStatus::kUnset;
    if (!counts || payment_id_of(part.keys).empty()) continue;
    if (paid && part.paid.value_or(Nano{}) == Nano{0}) continue;
    add(reading, part, status);
    told = true;
  }
  if (!told) add_unnamed(reading, status);
}

void read_invoice_payment(Reading& reading) {
  const ObjectView& object = reading.object;
  const InvoicePart part = part_of(object, object.text("currency"));
  if (payment_id_of(part.keys).empty()) {
    return add_note(reading, EventNote::kWarning, "paid_out_of_band");
  }
  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.purpose = PaymentPurpose::kInvoice;
  if (part.is_paid || reading.type() == "invoice_payment.paid") {
    payment.status = PaymentStatus::kSucceeded;
    payment.amount_nano = part.paid;
    if (!part.paid) object.refuse(StripeFault::kWrongAmount);
    const std::optional<TimeMs> paid_at = object.object("status_transitions").time("paid_at");
    payment.paid_at = paid_at ? paid_at : payment.created;
  }
  const StripePaymentKeys keys = keys_by(payment.status, part.keys);
  add_payment(reading, std::move(payment), keys);
}

}  // namespace nemo::stripe_events
