#include <gtest/gtest.h>

#include <cstdlib>

#include "adapters/stripe_api/json_text.h"
#include "tests/stripe_api/servers.h"

// Each call of ours against stripe-mock, which judges a request by Stripe's own description of its
// API and makes up an answer of the right shape.
namespace nemo::stripe_api {
namespace {

class StripeMock : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<RunningServer>("tests/stripe_api/mock_server.py", 1);
  }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override {
    if (server_->port(0) != 0) return;
    GTEST_SKIP() << "stripe-mock cannot be had: ops/stripe-mock says why";
  }

  static std::string url() { return "http://127.0.0.1:" + std::to_string(server_->port(0)); }

  static HttpStripeApi api() {
    HttpStripeOptions options;
    options.base_url = url();
    options.retries.attempts_max = 1;
    return HttpStripeApi(ApiKey("sk_test_aKeyThatStripeMockTakes", "file:stripe.key"), options);
  }

  static void expect(const std::string& object, const std::string& kind) {
    EXPECT_EQ(string_member(object, "object"), kind) << object;
  }

 private:
  inline static std::unique_ptr<RunningServer> server_;
};

TEST_F(StripeMock, AcceptsWhatIsReadOfOne) {
  HttpStripeApi stripe = api();
  expect(stripe.balance_transaction("txn_1"), "balance_transaction");
  expect(stripe.payment_intent("pi_1"), "payment_intent");
  expect(stripe.charge("ch_1"), "charge");
  expect(stripe.customer("cus_1"), "customer");
}

TEST_F(StripeMock, AcceptsWhatIsReadOfLists) {
  HttpStripeApi stripe = api();
  for (const ListFrom& from : {ListFrom{}, ListFrom{1'769'904'000, ""}, ListFrom{1, "txn_1"}}) {
    const Page page = stripe.balance_transactions(from);
    ASSERT_FALSE(page.objects.empty());
    expect(page.objects.front(), "balance_transaction");
    EXPECT_TRUE(page.cursor.starts_with("txn_"));
  }
  expect(stripe.payout_transactions("po_1", "").objects.at(0), "balance_transaction");
  expect(stripe.payout_transactions("po_1", "txn_1").objects.at(0), "balance_transaction");
  expect(stripe.events({}).objects.at(0), "event");
  expect(stripe.events({1'769'904'000, ""}).objects.at(0), "event");
  expect(stripe.events({{}, "evt_1"}).objects.at(0), "event");
}

TEST_F(StripeMock, AcceptsTopUps) {
  HttpStripeApi stripe = api();
  const std::string url = "https://gateway.example/paid?session={CHECKOUT_SESSION_ID}&x=\xC3\xA9";
  expect(stripe.create_checkout_session({"key-1", "org-1", 400, 10'400, "usd", url, url, "cus_1"}),
         "checkout.session");
  expect(stripe.create_payment_intent(
             {"key-2", "org-1", "top-up-1", 10'400, "usd", "cus_1", "pm_card_visa", 400}),
         "payment_intent");
}

TEST_F(StripeMock, RefusesWhatStripeDoesNotKnow) {
  HttpConnection connection{HttpLimits{}};
  const auto asked = [&](const char* body) {
    return connection
        .exchange({HttpRequest::Method::kPost,
                   url() + "/v1/payment_intents",
                   {"Authorization: Bearer sk_test_1"},
                   body},
                  {})
        .status;
  };
  EXPECT_EQ(asked("amount=100&currency=usd"), 200);
  EXPECT_EQ(asked("amount=100&currency=usd&metadata_org=1"), 400) << "so the tests above see";
}

}  // namespace
}  // namespace nemo::stripe_api
