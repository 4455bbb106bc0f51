#include "adapters/stripe_ledger/checkout.h"

#include "adapters/stripe_api/json_text.h"
#include "events/wire/json_text.h"

namespace nemo::stripe_ledger {
namespace {

using stripe_api::StripeError;

CheckoutSession session_in(const std::string& object) {
  CheckoutSession session{
      stripe_api::string_member(object, "id"), stripe_api::string_member(object, "url"), {}};
  std::int64_t seconds = 0;
  const auto expires = stripe_api::member(object, "expires_at");
  const bool ends = expires && wire::parse_integer(*expires, seconds) && seconds > 0 &&
                    seconds < INT64_MAX / 1'000;
  if (!ends || session.id.empty() || session.url.empty()) {
    throw StripeError{StripeError::Kind::kUnreadable, 200,
                      "Stripe: POST /v1/checkout/sessions: the answer is no session"};
  }
  session.expires_at = {seconds * 1'000};
  return session;
}

// Whom an organization is at Stripe from now on: what is stored with a customer can be charged
// later, and what Stripe tells of one is the organization's.
std::string new_customer(stripe_api::StripeApi& stripe, const std::string& org_id) {
  return stripe_api::string_member(stripe.create_customer(org_id, "customer-" + org_id), "id");
}

bool is_of_a_customer_that_is_gone(const StripeError& error) {
  return error.code == "resource_missing" && error.param == "customer";
}

}  // namespace

CheckoutSession begin_checkout(stripe_api::StripeApi& stripe, stripe_api::CheckoutTopUp top_up) {
  if (top_up.customer.empty()) top_up.customer = new_customer(stripe, top_up.org_id);
  try {
    return session_in(stripe.create_checkout_session(top_up));
  } catch (const StripeError& error) {
    if (top_up.customer.empty() || !is_of_a_customer_that_is_gone(error)) throw;
  }
  top_up.customer.clear();
  top_up.idempotency_key += "-nobody";  // Stripe keeps the refusal under the first one
  return session_in(stripe.create_checkout_session(top_up));
}

}  // namespace nemo::stripe_ledger
