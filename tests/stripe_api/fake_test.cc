#include <gtest/gtest.h>

#include "adapters/stripe_api/json_text.h"
#include "tests/stripe_api/servers.h"

// The client against a Stripe that remembers.
namespace nemo::stripe_api {
namespace {

CheckoutTopUp checkout_of(std::int64_t amount, const std::string& key) {
  return {key, "org-1", 400, amount, "usd", "https://gateway.example/paid", "https://gateway/"};
}

// A customer with a card that behaves as its name says.
std::string customer_with(const Fake& fake, const std::string& card) {
  const std::string customer = string_member(fake.post("/v1/customers?name=one"), "id");
  const std::string method = string_member(
      fake.post("/v1/payment_methods/" + card + "/attach?customer=" + customer), "id");
  fake.post("/v1/customers/" + customer + "?invoice_settings[default_payment_method]=" + method);
  return customer;
}

TEST(StripeApi, SellsByCheckout) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::string session = stripe->create_checkout_session(checkout_of(10'400, "key-1"));
  EXPECT_TRUE(string_member(session, "url").starts_with("https://checkout.stripe.com/"));
  EXPECT_EQ(text_of(session, "amount_total"), "10400");
  fake.post("/_test/checkout/sessions/" + string_member(session, "id") + "/complete");
  const Page events = stripe->events({});
  ASSERT_EQ(events.objects.size(), 4U);
  EXPECT_EQ(string_member(events.objects[3], "type"), "checkout.session.completed");
  const std::string done(*member(*member(events.objects[3], "data"), "object"));
  const std::string intent = stripe->payment_intent(string_member(done, "payment_intent"));
  EXPECT_EQ(string_member(*member(intent, "metadata"), "org_id"), "org-1");
  EXPECT_EQ(string_member(*member(intent, "metadata"), "fee_bps"), "400");
  EXPECT_EQ(text_of(intent, "amount_received"), "10400");
}

TEST(StripeApi, ReadsTheFeeOnceTheChargeIsCaptured) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::string customer = customer_with(fake, "pm_card_visa");
  const std::string intent =
      stripe->create_payment_intent({"key", "org-1", "top-up-1", 10'400, "usd", customer});
  EXPECT_EQ(string_member(intent, "status"), "succeeded");
  const std::string charge = string_member(intent, "latest_charge");
  EXPECT_EQ(text_of(stripe->charge(charge), "balance_transaction"), "null");
  fake.post("/_test/clock?advance=10");
  const std::string txn = string_member(stripe->charge(charge), "balance_transaction");
  const std::string transaction = stripe->balance_transaction(txn);
  EXPECT_EQ(text_of(transaction, "amount"), "10400");
  EXPECT_EQ(text_of(transaction, "fee"), "332") << "302 and 30";
  EXPECT_EQ(text_of(transaction, "net"), "10068");
}

TEST(StripeApi, SellsOnceHoweverOftenItAsks) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::string customer = customer_with(fake, "pm_card_visa");
  const AutoTopUp top_up{"key-1", "org-1", "top-up-1", 5'200, "usd", customer};
  fake.post("/_test/faults?lose_answer=true&times=2");
  const std::string first = stripe->create_payment_intent(top_up);
  EXPECT_EQ(stripe->create_payment_intent(top_up), first);
  fake.post("/_test/clock?advance=10");
  EXPECT_EQ(stripe->balance_transactions({}).objects.size(), 1U) << "one charge";
}

TEST(StripeApi, AnOrganizationBecomesACustomerOnce) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::string customer = stripe->create_customer("org-1", "customer-org-1");
  EXPECT_EQ(string_member(*member(customer, "metadata"), "org_id"), "org-1");
  EXPECT_EQ(stripe->create_customer("org-1", "customer-org-1"), customer);
}

// Stored at a checkout, it is the customer's, and not the default one.
TEST(StripeApi, ChargesWhatACheckoutStored) {
  const Fake fake;
  const auto stripe = fake.api();
  CheckoutTopUp top_up = checkout_of(10'400, "key-1");
  top_up.customer = string_member(stripe->create_customer("org-1", "customer-org-1"), "id");
  top_up.save_payment_method = true;
  const std::string session = string_member(stripe->create_checkout_session(top_up), "id");
  fake.post("/_test/checkout/sessions/" + session + "/complete");
  const std::string intent =
      stripe->create_payment_intent({"key-2", "org-1", "top-up-1", 5'200, "usd", top_up.customer});
  EXPECT_EQ(string_member(intent, "status"), "succeeded");
}

TEST(StripeApi, TakesTheDefaultPaymentMethodOrSaysThereIsNone) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::string bare = string_member(fake.post("/v1/customers?name=bare"), "id");
  try {
    stripe->create_payment_intent({"key-1", "org-1", "top-up-1", 5'200, "usd", bare});
    FAIL();
  } catch (const StripeError& error) {
    EXPECT_EQ(error.kind, StripeError::Kind::kRejected);
    EXPECT_NE(error.message.find(bare), std::string::npos);
  }
  AutoTopUp named{"key-2", "org-1", "top-up-2", 5'200, "usd", bare};
  named.payment_method = "pm_card_visa";
  EXPECT_EQ(string_member(stripe->create_payment_intent(named), "status"), "succeeded");
}

TEST(StripeApi, SaysWhyACardWasDeclined) {
  const Fake fake;
  const auto stripe = fake.api();
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"pm_card_chargeCustomerFail", "card_declined", "generic_decline"},
      {"pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"},
      {"pm_card_authenticationRequired", "authentication_required", "authentication_required"}};
  for (const auto& [card, code, decline_code] : rows) {
    const std::string customer = customer_with(fake, card);
    try {
      stripe->create_payment_intent({card, "org-1", "top-up-1", 5'200, "usd", customer});
      FAIL() << card;
    } catch (const StripeError& error) {
      EXPECT_EQ(error.kind, StripeError::Kind::kDeclined);
      EXPECT_EQ(error.status, 402);
      EXPECT_EQ(error.code, code);
      EXPECT_EQ(error.decline_code, decline_code);
      EXPECT_EQ(string_member(error.payment_intent, "status"), "requires_payment_method");
      EXPECT_NE(error.message.find(code), std::string::npos) << error.message;
    }
  }
}

}  // namespace
}  // namespace nemo::stripe_api
