#include <gtest/gtest.h>

#include "tests/stripe_events/describe.h"

// What cannot be believed: put aside with a reason, under its own name where it has one.
namespace nemo {
namespace {

struct Row {
  std::string what;
  std::string text;
  std::string line;
};

std::string intent(const std::string& members) {
  return event_text("payment_intent.succeeded",
                    R"({"id":"pi_1","object":"payment_intent",)" + members + "}");
}

std::string dispute(const std::string& members) {
  return event_text("charge.dispute.created",
                    R"({"id":"du_1","object":"dispute","charge":"ch_1",)" + members + "}");
}

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(describe(read_stripe_event(row.text)), row.line) << row.what;
  }
}

TEST(StripeBadInput, Amounts) {
  const std::string wrong = "quarantined pi_1 wrong_amount";
  expect({
      {"text", intent(R"("currency":"usd","amount_received":"104.00")"), wrong},
      {"text of digits", intent(R"("currency":"usd","amount_received":"10400")"), wrong},
      {"a fraction", intent(R"("currency":"usd","amount_received":104.5)"), wrong},
      {"a whole fraction", intent(R"("currency":"usd","amount_received":104.0)"), wrong},
      {"an exponent", intent(R"("currency":"usd","amount_received":1e4)"), wrong},
      {"an exponent beyond an int", intent(R"("currency":"usd","amount":1e99999999999)"), wrong},
      {"a list", intent(R"("currency":"usd","amount_received":[1])"), wrong},
      {"a boolean", intent(R"("currency":"usd","amount_received":true)"), wrong},
      {"below 0", intent(R"("currency":"usd","amount_received":-1)"), wrong},
      {"none", intent(R"("currency":"usd")"), wrong},
      {"null", intent(R"("currency":"usd","amount_received":null)"), wrong},
      {"one that does not count here",
       intent(R"("currency":"usd","amount_received":1,"amount":"1")"), wrong},
      {"beyond 64 bits", intent(R"("currency":"usd","amount_received":92233720368547758080)"),
       "quarantined pi_1 amount_too_large"},
      {"beyond 64 bits as nano-units", intent(R"("currency":"usd","amount_received":922337203686)"),
       "quarantined pi_1 amount_too_large"},
      {"a dispute's below 0", dispute(R"("currency":"usd","amount":-5)"),
       "quarantined ch_1 wrong_amount"},
      {"one below 0 that may be left out",
       event_text("charge.updated",
                  R"({"id":"ch_1","amount":5,"currency":"usd","amount_refunded":-1})"),
       "quarantined ch_1 wrong_amount"},
      {"a refund's, none",
       event_text("refund.created", R"({"id":"re_1","charge":"ch_1","currency":"usd"})"),
       "quarantined ch_1 wrong_amount"},
      {"a dispute's, none",
       event_text("charge.dispute.updated", R"({"id":"du_1","charge":"ch_1","currency":"usd"})"),
       "quarantined ch_1 wrong_amount"},
      {"a movement without fee",
       dispute(R"("currency":"usd","amount":5,"balance_transactions":)"
               R"([{"id":"txn_1","currency":"usd","amount":-5}])"),
       "quarantined ch_1 wrong_amount"},
      {"more tax than was paid",
       event_text("checkout.session.completed",
                  R"({"id":"cs_1","mode":"payment","payment_status":"paid","currency":"usd",)"
                  R"("amount_total":5,"total_details":{"amount_tax":6}})"),
       "quarantined cs_1 wrong_amount"},
  });
}

TEST(StripeBadInput, Currencies) {
  const std::string wrong = "quarantined pi_1 wrong_currency";
  expect({
      {"euros", intent(R"("currency":"eur","amount_received":100)"), wrong},
      {"without decimals", intent(R"("currency":"jpy","amount_received":100)"), wrong},
      {"none", intent(R"("amount_received":100)"), wrong},
      {"in capitals", intent(R"("currency":"USD","amount_received":100)"), wrong},
      {"dinars without their last 0", intent(R"("currency":"kwd","amount_received":1005)"),
       "quarantined pi_1 wrong_exponent"},
      {"kronur without their 00", intent(R"("currency":"isk","amount_received":150)"),
       "quarantined pi_1 wrong_exponent"},
      {"a number", intent(R"("currency":840,"amount_received":100)"),
       "quarantined pi_1 not_an_event"},
      {"a dispute's movement in euros",
       dispute(R"("currency":"usd","amount":5,"balance_transactions":)"
               R"([{"id":"txn_1","currency":"eur","amount":-5,"fee":1}])"),
       "quarantined ch_1 wrong_currency"},
  });
}

TEST(StripeBadInput, Names) {
  const std::string paid = R"("currency":"usd","amount_received":100)";
  const auto refund = [](const std::string& members) {
    return event_text("refund.created",
                      R"({"object":"refund","amount":5,"currency":"usd")" + members + "}");
  };
  expect({
      {"an intent without",
       event_text("payment_intent.succeeded", R"({"object":"payment_intent",)" + paid + "}"),
       "quarantined missing_id"},
      {"an empty one", event_text("payment_intent.created", R"({"id":""})"),
       "quarantined missing_id"},
      {"one with a space", event_text("payment_intent.created", R"({"id":"pi 1"})"),
       "quarantined missing_id"},
      {"one that is too long",
       event_text("payment_intent.created", R"({"id":")" + std::string(129, 'p') + "\"}"),
       "quarantined missing_id"},
      {"a refund without", refund(R"(,"charge":"ch_1")"), "quarantined ch_1 missing_id"},
      {"a refund of nothing", refund(R"(,"id":"re_1")"), "quarantined re_1 missing_id"},
      {"a charge that is expanded without", refund(R"(,"id":"re_1","charge":{})"),
       "quarantined re_1 missing_id"},
      {"a refund twice in a list",
       event_text(
           "charge.refunded",
           R"({"id":"ch_1","object":"charge","amount":9,"currency":"usd","refunds":{"data":[)"
           R"({"id":"re_1","amount":5,"currency":"usd"},)"
           R"({"id":"re_1","amount":4,"currency":"usd"}]}})"),
       "quarantined ch_1 missing_id"},
      {"a number", event_text("payment_intent.created", R"({"id":7})"), "quarantined not_an_event"},
      {"a subscription of nobody",
       event_text("customer.subscription.created", R"({"id":"sub_1","metadata":{"plan":"pro"}})"),
       "quarantined sub_1 missing_id"},
  });
}

TEST(StripeBadInput, ANameThatStandsTwice) {
  const std::string paid = R"("currency":"usd","amount_received":100)";
  const std::string wrong = "quarantined pi_1 not_json";
  expect({
      {"an amount", intent(paid + R"(,"amount_received":1)"), wrong},
      {"the same amount", intent(paid + R"(,"amount_received":100)"), wrong},
      {"spelled otherwise", intent(paid + R"(,"amount\u005freceived":1)"), wrong},
      {"a currency", intent(paid + R"(,"currency":"usd")"), wrong},
      {"an id", intent(paid + R"(,"id":"pi_2")"), "quarantined pi_2 not_json"},
      {"what decides nothing", intent(paid + R"(,"note":1,"note":2)"),
       "payment pi_1 SUCCEEDED 100"},
  });
}

TEST(StripeBadInput, TextsThatAreNoEvents) {
  const std::string object = R"("data":{"object":{"id":"x_1"}})";
  const std::string rest = R"("object":"event","created":1,"livemode":true,)" + object + "}";
  const std::string put_aside = "quarantined x_1 not_an_event";
  expect({
      {"nothing", "", "quarantined not_json"},
      {"no JSON", "{'id': 1}", "quarantined not_json"},
      {"half of one", intent("").substr(0, 60), "quarantined not_json"},
      {"two", "{}{}", "quarantined not_json"},
      {"no UTF-8", "{\"id\":\"\xff\"}", "quarantined not_json"},
      {"a list", "[]", "quarantined not_an_event"},
      {"a number", "7", "quarantined not_an_event"},
      {"an empty object", "{}", "quarantined not_an_event"},
      {"another object", R"({"id":"pi_1","object":"payment_intent","type":"x",)" + object + "}",
       put_aside},
      {"no type", R"({"id":"evt_1",)" + rest, put_aside},
      {"a type with a space", R"({"id":"evt_1","type":"a b",)" + rest, put_aside},
      {"no id", R"({"type":"plan.created",)" + rest, "quarantined x_1 missing_id"},
      {"no time", R"({"id":"evt_1","type":"x","object":"event","livemode":true,)" + object + "}",
       put_aside},
      {"a time with a fraction",
       R"({"id":"evt_1","type":"x","object":"event","created":1.5,"livemode":true,)" + object + "}",
       put_aside},
      {"no mode", R"({"id":"evt_1","type":"x","object":"event","created":1,)" + object + "}",
       put_aside},
      {"no object", event_text("payment_intent.created", "null"), "quarantined not_an_event"},
      {"an object of another kind",
       event_text("payment_intent.succeeded", R"({"id":"ch_1","object":"charge"})"),
       "quarantined ch_1 not_an_event"},
  });
}

TEST(StripeBadInput, WhatCannotBeReadHasANameOfItsText) {
  const StripeNews news = read_stripe_event("no event");
  EXPECT_TRUE(news.event_id.value.starts_with("unread_"));
  EXPECT_EQ(news.event_id.value.size(), 39u);
  EXPECT_EQ(read_stripe_event("no event"), news);
  EXPECT_NE(read_stripe_event("another").event_id, news.event_id);
}

TEST(StripeBadInput, DepthAndLength) {
  const auto nested = [](std::size_t depth) {
    return intent(R"("currency":"usd","amount_received":5,"x":)" + std::string(depth, '[') +
                  std::string(depth, ']'));
  };
  EXPECT_EQ(describe(read_stripe_event(nested(400))), "payment pi_1 SUCCEEDED 5");
  EXPECT_EQ(describe(read_stripe_event(nested(600))), "quarantined not_json");
  EXPECT_EQ(describe(read_stripe_event(nested(1'000'000))), "quarantined not_json");
  const std::string long_text(1'000'000, 'x');
  EXPECT_EQ(describe(read_stripe_event(
                intent(R"("currency":"usd","amount_received":5,"x":")" + long_text + "\""))),
            "payment pi_1 SUCCEEDED 5");
  const std::string digits(1'000'000, '9');
  EXPECT_EQ(describe(read_stripe_event(intent(R"("currency":"usd","amount_received":)" + digits))),
            "quarantined pi_1 amount_too_large");
}

}  // namespace
}  // namespace nemo
