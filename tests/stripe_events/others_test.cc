#include <gtest/gtest.h>

#include "tests/prices/real_data.h"
#include "tests/stripe_events/describe.h"

// Customers, their plans, payouts; thin events; and objects that were asked for.
namespace nemo {
namespace {

struct Row {
  std::string what;
  std::string type;
  std::string object;
  std::string line;
};

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(described(row.type, row.object), row.line) << row.what;
}

TEST(StripeCustomers, AreAnOrganizations) {
  const std::string customer =
      R"({"id":"cus_1","object":"customer","metadata":{"org_id":"org_1"}})";
  expect({
      {"new", "customer.created", customer, "customer cus_1 ACTIVE of org_1"},
      {"changed", "customer.updated", customer, "customer cus_1 ACTIVE of org_1"},
      {"gone", "customer.deleted", customer, "customer cus_1 DELETED of org_1"},
      {"of nobody", "customer.created", R"({"id":"cus_1"})", "customer cus_1 ACTIVE"},
  });
}

std::string subscription(const std::string& rest) {
  return R"({"id":"sub_1","object":"subscription","customer":"cus_1","created":50,)" + rest + "}";
}

std::string item(const std::string& rest) { return R"("items":{"data":[{)" + rest + "}]}"; }

TEST(StripeSubscriptions, AreCalledAsTheirPlan) {
  const std::string type = "customer.subscription.created";
  const std::string line = "customer cus_1 sub_1 plan pro from 50";
  expect({
      {"by its metadata", type,
       subscription(R"("metadata":{"plan":"pro"},)" + item(R"("price":{"lookup_key":"other"})")),
       line},
      {"by its price's metadata", type,
       subscription(item(R"("price":{"lookup_key":"other","metadata":{"plan":"pro"}})")), line},
      {"by its price's key", type,
       subscription(item(R"("price":{"lookup_key":"pro","nickname":"Other"})")), line},
      {"by its price's name", type, subscription(item(R"("price":{"nickname":"pro"})")), line},
      {"of 2018", type, subscription(item(R"("plan":{"id":"plan_1","nickname":"pro"})")), line},
      {"of 2017", type, subscription(R"("plan":{"id":"plan_1","name":"pro"})"), line},
      {"by an id alone: that is no name", type, subscription(R"("plan":{"id":"plan_1"})"),
       "warning sub_1 plan_not_named cus_1"},
      {"too long", type, subscription(R"("metadata":{"plan":")" + std::string(129, 'p') + "\"}"),
       "warning sub_1 plan_not_named cus_1"},
  });
}

TEST(StripeSubscriptions, CountFromSomeTimeOn) {
  const std::string pro = R"("metadata":{"plan":"pro","org_id":"org_1"},"status":)";
  const std::string s = "customer.subscription.";
  const std::string plan = "customer cus_1 sub_1 plan pro from ";
  const std::string none = "customer cus_1 sub_1 from ";
  expect({
      {"made", s + "created", subscription(pro + R"("active","start_date":60)"),
       plan + "60 of org_1"},
      {"not paid yet", s + "created", subscription(pro + R"("incomplete")"),
       "ignored sub_1 of org_1 cus_1"},
      {"never paid", s + "updated", subscription(pro + R"("incomplete_expired")"),
       "ignored sub_1 of org_1 cus_1"},
      {"changed", s + "updated", subscription(pro + R"("active","current_period_start":60)"),
       plan + "1767225600 of org_1"},
      {"changed for later", s + "updated",
       subscription(pro + R"("active","current_period_start":1767225700)"),
       plan + "1767225700 of org_1"},
      {"of basil, changed for later", s + "updated",
       subscription(pro + R"("active",)" + item(R"("current_period_start":1767225700)")),
       plan + "1767225700 of org_1"},
      {"dunning goes on", s + "updated", subscription(pro + R"("past_due")"),
       plan + "1767225600 of org_1"},
      {"dunning is over", s + "updated", subscription(pro + R"("unpaid")"),
       none + "1767225600 of org_1"},
      {"paused", s + "paused", subscription(pro + R"("paused")"), none + "1767225600 of org_1"},
      {"resumed", s + "resumed", subscription(pro + R"("active")"), plan + "1767225600 of org_1"},
      {"ended", s + "deleted", subscription(pro + R"("canceled","ended_at":99)"),
       none + "99 of org_1"},
      {"ended now", s + "deleted", subscription(pro + R"("canceled")"),
       none + "1767225600 of org_1"},
  });
}

TEST(StripePayouts, HaveTheirObjectsStatus) {
  const auto payout = [](const std::string& status, const std::string& amount) {
    return R"({"id":"po_1","object":"payout","currency":"usd","arrival_date":99,"amount":)" +
           amount + R"(,"status":")" + status + "\"}";
  };
  expect({
      {"made", "payout.created", payout("pending", "1100"), "payout po_1 PENDING 1100 arrives 99"},
      {"sent", "payout.updated", payout("in_transit", "1100"),
       "payout po_1 IN_TRANSIT 1100 arrives 99"},
      {"paid", "payout.paid", payout("paid", "1100"), "payout po_1 PAID 1100 arrives 99"},
      {"failed after all", "payout.failed", payout("failed", "1100"),
       "payout po_1 FAILED 1100 arrives 99"},
      {"canceled", "payout.canceled", payout("canceled", "1100"),
       "payout po_1 CANCELED 1100 arrives 99"},
      {"reconciled", "payout.reconciliation_completed", payout("paid", "1100"),
       "payout po_1 PAID 1100 arrives 99"},
      {"from the bank", "payout.paid", payout("paid", "-300"), "payout po_1 PAID -300 arrives 99"},
  });
}

TEST(StripeThinEvents, AreNoted) {
  const StripeNews news = read_stripe_event(
      R"({"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.no_meter_found",)"
      R"("created":"2026-01-01T00:00:00.500Z","livemode":false,"context":"acct_1",)"
      R"("related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing"}})");
  EXPECT_EQ(describe(news), "ignored mtr_1");
  EXPECT_EQ(news.created, TimeMs{kEventTime.value + 500});
  EXPECT_EQ(news.account, "acct_1");
  EXPECT_EQ(
      describe(read_stripe_event(
          R"({"id":"evt_1","object":"v2.core.event","type":"x","created":"2026-01-01T00:00:00Z",)"
          R"("livemode":true,"related_object":null})")),
      "ignored");
  EXPECT_EQ(describe(read_stripe_event(R"({"id":"evt_1","object":"v2.core.event","type":"x",)"
                                       R"("created":"2026-01-01T00:00:00Z"})")),
            "ignored");
}

TEST(StripeNewsEnvelope, IsHandedOut) {
  const StripeNews news = read_stripe_event(
      R"({"id":"evt_7","object":"event","type":"plan.created","created":1767225600,)"
      R"("livemode":true,"account":"acct_1","api_version":"2026-07-29.dahlia","data":{}})");
  EXPECT_EQ(news.event_id, StripeId("evt_7"));
  EXPECT_EQ(news.type, Label("plan.created"));
  EXPECT_EQ(news.created, kEventTime);
  EXPECT_TRUE(news.tells_mode);
  EXPECT_TRUE(news.livemode);
  EXPECT_EQ(news.account, "acct_1");
  EXPECT_EQ(news.api_version, "2026-07-29.dahlia");
}

// The text of an object that is a member of the whole, by the file's own indentation.
std::string member_of(const std::string& text, const std::string& name) {
  const std::size_t begin = text.find('{', text.find("\n \"" + name + "\":"));
  std::size_t depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return text.substr(begin, at + 1 - begin);
  }
  return {};
}

TEST(StripeObjects, BalanceTransactions) {
  const auto moved = [](const std::string& rest) {
    const std::string text =
        R"({"id":"txn_1","object":"balance_transaction","currency":"usd",)" + rest + "}";
    return describe(read_stripe_object(text, kEventTime));
  };
  const std::string paid = R"("amount":2000,"fee":88,"net":1912,"reporting_category":"charge",)";
  EXPECT_EQ(moved(paid + R"("source":"ch_1")"), "moved txn_1 CHARGE 2000 fee 88 source ch_1");
  EXPECT_EQ(moved(paid + R"("source":{"id":"ch_1","object":"charge","payment_intent":"pi_1",)"
                         R"("customer":"cus_1","metadata":{"org_id":"org_1"}})"),
            "moved txn_1 CHARGE 2000 fee 88 source ch_1 payment pi_1 of org_1 cus_1");
  // Exchanged from another currency: only the movement tells it.
  EXPECT_EQ(moved(paid + R"("source":"ch_1","exchange_rate":1.09)"),
            "moved txn_1 OTHER 2000 fee 88 source ch_1");
  EXPECT_EQ(moved(paid + R"("source":"ch_1","exchange_rate":null)"),
            "moved txn_1 CHARGE 2000 fee 88 source ch_1");
  EXPECT_EQ(moved(paid + R"("source":{"id":"ch_1","object":"charge","payment_intent":null})"),
            "moved txn_1 CHARGE 2000 fee 88 source ch_1 payment ch_1");
  EXPECT_EQ(moved(R"("amount":-500,"fee":0,"net":-500,"reporting_category":"refund",)"
                  R"("source":{"id":"re_1","charge":"ch_1","payment_intent":"pi_1"})"),
            "moved txn_1 REFUND -500 fee 0 source re_1 payment pi_1");
  EXPECT_EQ(moved(R"("amount":-2000,"fee":1500,"type":"adjustment","source":"du_1")"),
            "moved txn_1 DISPUTE -2000 fee 1500 source du_1");
  EXPECT_EQ(moved(R"("amount":2000,"fee":0,"type":"adjustment","source":"du_1")"),
            "moved txn_1 DISPUTE_REVERSAL 2000 fee 0 source du_1");
  EXPECT_EQ(moved(R"("amount":-300,"fee":0,"type":"stripe_fee","source":null)"),
            "moved txn_1 FEE -300 fee 0");
  EXPECT_EQ(moved(R"("amount":-300,"fee":0,"reporting_category":"risk_reserved_funds")"),
            "moved txn_1 OTHER -300 fee 0");
  EXPECT_EQ(moved(R"("amount":2000,"fee":88,"net":2000)"), "quarantined txn_1 wrong_amount");
}

TEST(StripeObjects, SayWhatTheirEventsWouldSay) {
  const std::string text =
      R"({"id":"pi_1","object":"payment_intent","status":"succeeded","amount":2000,)"
      R"("amount_received":2000,"currency":"usd","created":77,"livemode":true})";
  const StripeNews news = read_stripe_object(text, kEventTime);
  EXPECT_EQ(describe(news), "payment pi_1 SUCCEEDED 2000 at 77");
  EXPECT_TRUE(news.event_id.value.starts_with("pi_1."));
  EXPECT_EQ(news.event_id.value.size(), 17u);
  EXPECT_NE(read_stripe_object(text + " ", kEventTime).event_id, news.event_id);
  EXPECT_EQ(news.type, Label("object.payment_intent"));
  EXPECT_EQ(news.created, kEventTime);
  EXPECT_TRUE(news.tells_mode);
  EXPECT_TRUE(news.livemode);
}

TEST(StripeObjects, NotAllTellTheirMode) {
  const StripeNews news = read_stripe_object(
      R"({"id":"txn_1","object":"balance_transaction","amount":5,"fee":0,"currency":"usd"})",
      kEventTime);
  EXPECT_EQ(describe(news), "moved txn_1 OTHER 5 fee 0");
  EXPECT_FALSE(news.tells_mode);
  EXPECT_FALSE(read_stripe_event("{").tells_mode);
}

TEST(StripeObjects, AnIntentTellsThatItFailed) {
  const auto intent = [](const std::string& rest) {
    const std::string text =
        R"({"id":"pi_1","object":"payment_intent","amount":5,"currency":"usd",)";
    return describe(read_stripe_object(text + rest + "}", kEventTime));
  };
  EXPECT_EQ(intent(R"("status":"requires_payment_method","last_payment_error":{"code":"x"})"),
            "payment pi_1 FAILED");
  EXPECT_EQ(intent(R"("status":"requires_payment_method","last_payment_error":null)"),
            "payment pi_1 PENDING");
  EXPECT_EQ(intent(R"("status":"processing","last_payment_error":{"code":"x"})"),
            "payment pi_1 PENDING");
}

// Shapes of Stripe's own: each object of them that is read here.
TEST(StripeObjects, OfStripesFixtures) {
  NEMO_REAL_DATA(text, "stripe/openapi_fixtures_subset.json");
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"balance_transaction",
       "moved txn_1PgaxNB7WZ01zgkWEV3TLf40 CHARGE 100 fee 0 source ch_1PgafuB7WZ01zgkWXYmPNZs8"},
      {"charge",
       "payment ch_1PgafuB7WZ01zgkWXYmPNZs8 back 0 at 1234567890 ch "
       "ch_1PgafuB7WZ01zgkWXYmPNZs8"},
      {"payment_intent", "payment pi_1PgafyB7WZ01zgkWSjxsAJo3 FAILED at 1234567890"},
      {"refund",
       "payment ch_1PgafuB7WZ01zgkWXYmPNZs8 refund re_1Pgc72B7WZ01zgkWqPvrRrPE "
       "SUCCEEDED 100 ch ch_1PgafuB7WZ01zgkWXYmPNZs8"},
      {"dispute",
       "payment ch_1PgafuB7WZ01zgkWXYmPNZs8 dispute dp_1Pgc71B7WZ01zgkWMevJiAUx "
       "WARNING_NEEDS_RESPONSE 1000 ch ch_1PgafuB7WZ01zgkWXYmPNZs8"},
      {"payout", "payout po_1Pgc79B7WZ01zgkWu1KToYf4 IN_TRANSIT 1100 arrives 1234567890"},
      {"customer", "customer cus_QXg1o8vcGmoR32 ACTIVE"},
      {"invoice", "ignored in_1Pgc6tB7WZ01zgkWu9fdqL6I cus_QXg1o8vcGmoR32"},
      {"price", "ignored price_1PgafmB7WZ01zgkW6dKueIc5"},
  };
  for (const auto& [name, line] : rows) {
    EXPECT_EQ(describe(read_stripe_object(member_of(*text, name), kEventTime)), line) << name;
  }
}

TEST(StripeObjects, ListsAreReadOneByOne) {
  const auto refund = [](const std::string& id) {
    return R"({"object":"refund","amount":5,"currency":"usd","charge":"ch_1","id":")" + id + "\"}";
  };
  const auto list = [](const std::string& data) {
    return describe(read_stripe_object(R"({"object":"list","data":[)" + data + "]}", kEventTime));
  };
  EXPECT_EQ(list(refund("re_1") + "," + refund("re_2")),
            "payment ch_1 refund re_1 SUCCEEDED 5 ch ch_1 + "
            "payment ch_1 refund re_2 SUCCEEDED 5 ch ch_1");
  EXPECT_EQ(list(""), "ignored");
  EXPECT_EQ(list(refund("re_1") + "," + refund("")), "quarantined missing_id");
  EXPECT_EQ(describe(read_stripe_object("[]", kEventTime)), "quarantined not_an_event");
  EXPECT_EQ(describe(read_stripe_object("{", kEventTime)), "quarantined not_json");
  EXPECT_EQ(describe(read_stripe_object(R"({"id":"prod_1","object":"product"})", kEventTime)),
            "ignored prod_1");
}

}  // namespace
}  // namespace nemo
