#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

PaymentStatus status_of(const Reading& reading, std::optional<Nano> amount) {
  if (reading.type() == "checkout.session.async_payment_failed") return PaymentStatus::kFailed;
  if (reading.type() == "checkout.session.expired") return PaymentStatus::kCanceled;
  const bool paid = reading.object.text("payment_status") == "paid";
  return paid && amount ? PaymentStatus::kSucceeded : PaymentStatus::kPending;
}

// Whether no payment comes of the session, or one that only its invoice tells.
bool is_without_payment(const ObjectView& session, std::optional<Nano> amount,
                        const StripePaymentKeys& keys) {
  const std::string_view mode = session.text("mode");
  return mode == "setup" || session.text("payment_status") == "no_payment_required" ||
         amount == Nano{0} || (mode == "subscription" && keys.payment_intent_id.empty());
}

}  // namespace

// A session is older than its payment, so the time of the payment is the event's until the payment
// intent tells its own, which is earlier.
void read_checkout(Reading& reading) {
  const ObjectView& session = reading.object;
  const std::string_view currency = session.text("currency");
  const std::optional<Nano> amount = session.amount("amount_total", currency);
  const std::optional<Nano> tax = session.object("total_details").amount("amount_tax", currency);
  const StripePaymentKeys keys = keys_of(session);
  if (is_without_payment(session, amount, keys)) return add_note(reading, EventNote::kIgnored);

  auto payment = record_from<StripePaymentReported>(reading.news);
  if (keys.payment_intent_id.empty()) payment.payment_id = session.own_id();
  payment.status = status_of(reading, amount);
  payment.purpose =
      session.text("mode") == "subscription" ? PaymentPurpose::kPlan : PaymentPurpose::kCredits;
  if (payment.status == PaymentStatus::kSucceeded) {
    payment.amount_nano = amount;
    payment.tax_nano = tax;
    payment.paid_at = reading.news.created;
  }
  add_terms(payment, session);
  add_payment(reading, std::move(payment), keys);
}

}  // namespace nemo::stripe_events
