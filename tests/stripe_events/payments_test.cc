#include <gtest/gtest.h>

#include "tests/stripe_events/describe.h"

// What each kind of event says of a payment, as the versions of the API spell it.
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

TEST(StripePayments, CheckoutSessions) {
  const std::string session = R"({"id":"cs_1","object":"checkout.session","mode":"payment",)"
                              R"("currency":"usd","amount_total":10400,"customer":"cus_1",)"
                              R"("total_details":{"amount_tax":400},"client_reference_id":"org_2",)"
                              R"("metadata":{"org_id":"org_1","fee_bps":"400"},)";
  const std::string whose = " of org_1 referring to org_2 cus_1";
  expect({
      {"paid", "checkout.session.completed",
       session + R"("payment_status":"paid","payment_intent":"pi_1"})",
       "payment pi_1 SUCCEEDED 10400 tax 400 CREDITS bps 400 at 1767225600" + whose},
      {"paid, its intent expanded", "checkout.session.completed",
       session + R"("payment_status":"paid","payment_intent":{"id":"pi_1"}})",
       "payment pi_1 SUCCEEDED 10400 tax 400 CREDITS bps 400 at 1767225600" + whose},
      {"paid without an intent", "checkout.session.completed",
       session + R"("payment_status":"paid","payment_intent":null})",
       "payment cs_1 SUCCEEDED 10400 tax 400 CREDITS bps 400 at 1767225600" + whose},
      {"complete, but not paid yet", "checkout.session.completed",
       session + R"("payment_status":"unpaid","status":"complete","payment_intent":"pi_1"})",
       "payment pi_1 PENDING CREDITS bps 400" + whose},
      {"paid in the end", "checkout.session.async_payment_succeeded",
       session + R"("payment_status":"paid","payment_intent":"pi_1"})",
       "payment pi_1 SUCCEEDED 10400 tax 400 CREDITS bps 400 at 1767225600" + whose},
      {"not paid in the end", "checkout.session.async_payment_failed",
       session + R"("payment_status":"unpaid","payment_intent":"pi_1"})",
       "payment pi_1 FAILED CREDITS bps 400" + whose},
      {"expired", "checkout.session.expired", session + R"("payment_status":"unpaid"})",
       "payment cs_1 CANCELED CREDITS bps 400" + whose},
      {"nothing to pay", "checkout.session.completed",
       session + R"("payment_status":"no_payment_required"})", "ignored cs_1" + whose},
      {"nothing", "checkout.session.completed",
       R"({"id":"cs_1","payment_status":"paid","amount_total":0,"currency":"usd"})",
       "ignored cs_1"},
      {"a card for later", "checkout.session.completed",
       R"({"id":"cs_1","mode":"setup","payment_status":"no_payment_required","currency":null})",
       "ignored cs_1"},
      {"a subscription: its invoice tells", "checkout.session.completed",
       R"({"id":"cs_1","mode":"subscription","payment_status":"paid","amount_total":2000,)"
       R"("currency":"usd","subscription":"sub_1","invoice":"in_1"})",
       "ignored cs_1 in_1"},
      {"a subscription with its intent", "checkout.session.completed",
       R"({"id":"cs_1","mode":"subscription","payment_status":"paid","amount_total":2000,)"
       R"("currency":"usd","payment_intent":"pi_1"})",
       "payment pi_1 SUCCEEDED 2000 PLAN at 1767225600"},
      {"of 2019, which says no more", "checkout.session.completed",
       R"({"id":"cs_1","payment_intent":"pi_1","client_reference_id":"org_1"})",
       "payment pi_1 PENDING CREDITS referring to org_1"},
  });
}

TEST(StripePayments, Terms) {
  const auto with = [](const std::string& metadata) {
    return R"({"id":"pi_1","amount":5,"currency":"usd","metadata":{)" + metadata + "}}";
  };
  const std::string type = "payment_intent.created";
  expect({
      {"both", type, with(R"("fee_bps":"0","top_up_id":"t:1")"),
       "payment pi_1 PENDING bps 0 top-up t:1"},
      {"the highest", type, with(R"("fee_bps":"10000")"), "payment pi_1 PENDING bps 10000"},
      {"too high", type, with(R"("fee_bps":"10001")"), "payment pi_1 PENDING"},
      {"below 0", type, with(R"("fee_bps":"-1")"), "payment pi_1 PENDING"},
      {"a fraction", type, with(R"("fee_bps":"4.5")"), "payment pi_1 PENDING"},
      {"no number", type, with(R"("fee_bps":"4%")"), "payment pi_1 PENDING"},
      {"no id", type, with(R"("top_up_id":"a b","org_id":"a/b")"), "payment pi_1 PENDING"},
      {"the ledger's own names are nobody's", type, with(R"("org_id":"_stripe")"),
       "payment pi_1 PENDING"},
      {"the ledger's own name", type, with(R"("org_id":"_ledger")"), "payment pi_1 PENDING"},
  });
}

TEST(StripePayments, PaymentIntents) {
  const std::string intent =
      R"({"id":"pi_1","object":"payment_intent","amount":2000,"currency":"usd","created":77,)";
  expect({
      {"of 2020, with its charges", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"charges":{"object":"list","data":[{"id":"ch_2"},)"
                R"({"id":"ch_1"}]},"invoice":null,"customer":"cus_1"})",
       "payment pi_1 SUCCEEDED 2000 at 77 ch ch_2 cus_1"},
      {"of 2020, of an invoice", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"invoice":"in_1"})",
       "payment pi_1 SUCCEEDED 2000 INVOICE at 77 in_1"},
      {"of 2024", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"latest_charge":"ch_1"})",
       "payment pi_1 SUCCEEDED 2000 at 77 ch ch_1"},
      {"its charge expanded", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"latest_charge":{"id":"ch_1","object":"charge"}})",
       "payment pi_1 SUCCEEDED 2000 at 77 ch ch_1"},
      {"of dahlia, of an invoice", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"payment_details":{"order_reference":"in_1"}})",
       "payment pi_1 SUCCEEDED 2000 INVOICE at 77 in_1"},
      {"of an order of somebody's own", "payment_intent.succeeded",
       intent + R"("amount_received":2000,"payment_details":{"order_reference":"6735"}})",
       "payment pi_1 SUCCEEDED 2000 at 77"},
      {"captured in part", "payment_intent.succeeded", intent + R"("amount_received":1500})",
       "payment pi_1 SUCCEEDED 1500 at 77"},
      {"not yet: its amount may still change", "payment_intent.created", intent + R"("x":1})",
       "payment pi_1 PENDING at 77"},
      {"on its way", "payment_intent.processing", intent + R"("status":"processing"})",
       "payment pi_1 PENDING at 77"},
      {"failed", "payment_intent.payment_failed",
       intent + R"("amount_received":0,"status":"requires_payment_method"})",
       "payment pi_1 FAILED at 77"},
      {"canceled", "payment_intent.canceled", intent + R"("amount_received":0})",
       "payment pi_1 CANCELED at 77"},
  });
}

TEST(StripePayments, Charges) {
  const std::string charge =
      R"({"id":"ch_1","object":"charge","amount":2000,"currency":"usd","created":77,)";
  const std::string intent = charge + R"("payment_intent":"pi_1",)";
  const std::string paid =
      R"("paid":true,"captured":true,"status":"succeeded","amount_refunded":0)";
  expect({
      {"paid", "charge.succeeded", intent + paid + R"(,"balance_transaction":null})",
       "payment pi_1 SUCCEEDED 2000 back 0 at 77 ch ch_1"},
      {"paid without an intent", "charge.succeeded", charge + paid + "}",
       "payment ch_1 SUCCEEDED 2000 back 0 at 77 ch ch_1"},
      {"only authorized", "charge.succeeded",
       intent + R"("paid":true,"captured":false,"status":"succeeded"})",
       "payment pi_1 PENDING at 77 ch ch_1"},
      {"captured in part", "charge.captured", intent + paid + R"(,"amount_captured":1500})",
       "payment pi_1 SUCCEEDED 1500 back 0 at 77 ch ch_1"},
      {"pending", "charge.pending", intent + R"("paid":false,"status":"pending"})",
       "payment pi_1 PENDING at 77 ch ch_1"},
      {"failed", "charge.failed", intent + R"("paid":false,"status":"failed"})",
       "payment pi_1 FAILED at 77 ch ch_1"},
      {"expired", "charge.expired", intent + R"("paid":true,"captured":false})",
       "payment pi_1 CANCELED at 77 ch ch_1"},
      {"of an invoice", "charge.succeeded", intent + paid + R"(,"invoice":"in_1"})",
       "payment pi_1 SUCCEEDED 2000 INVOICE back 0 at 77 ch ch_1 in_1"},
      {"changed, but not paid: says no status", "charge.updated", intent + R"("paid":false})",
       "payment pi_1 at 77 ch ch_1"},
      {"of 2017, refunded", "charge.refunded",
       charge + R"("paid":true,"captured":true,"status":"paid","amount_refunded":500,"refunds":)"
                R"({"object":"list","data":[{"id":"re_1","amount":500,"currency":"usd"}]}})",
       "payment ch_1 SUCCEEDED 2000 back 500 refund re_1 SUCCEEDED 500 at 77 ch ch_1"},
      {"of 2022-11-15, refunded, without the list", "charge.refunded",
       intent + R"("paid":true,"captured":true,"amount_refunded":500})",
       "payment pi_1 SUCCEEDED 2000 back 500 at 77 ch ch_1"},
      {"its movement expanded", "charge.updated",
       intent + paid +
           R"(,"balance_transaction":{"id":"txn_1","amount":2000,"fee":88,"net":1912,)"
           R"("currency":"usd","type":"charge","reporting_category":"charge","source":"ch_1"}})",
       "payment pi_1 SUCCEEDED 2000 back 0 at 77 ch ch_1 + "
       "moved txn_1 CHARGE 2000 fee 88 source ch_1 payment pi_1"},
  });
}

TEST(StripePayments, Refunds) {
  const auto refund = [](const std::string& rest) {
    return R"({"id":"re_1","object":"refund","amount":500,"currency":"usd",)" + rest + "}";
  };
  const std::string of = R"("charge":"ch_1","payment_intent":"pi_1","status":)";
  const std::string line = "payment pi_1 refund re_1 ";
  expect({
      {"pending", "refund.created", refund(of + R"("pending")"), line + "PENDING 500 ch ch_1"},
      {"action", "refund.updated", refund(of + R"("requires_action")"),
       line + "REQUIRES_ACTION 500 ch ch_1"},
      {"done", "refund.updated", refund(of + R"("succeeded")"), line + "SUCCEEDED 500 ch ch_1"},
      {"canceled", "refund.updated", refund(of + R"("canceled")"), line + "CANCELED 500 ch ch_1"},
      {"failed", "refund.failed", refund(of + R"("failed")"), line + "FAILED 500 ch ch_1"},
      {"of some day", "refund.updated", refund(of + R"("thawed")"), line + "500 ch ch_1"},
      {"the old name", "charge.refund.updated", refund(of + R"("failed")"),
       line + "FAILED 500 ch ch_1"},
      {"of 2017", "charge.refund.updated", refund(R"("charge":"ch_1","status":"succeeded")"),
       "payment ch_1 refund re_1 SUCCEEDED 500 ch ch_1"},
      {"its charge expanded", "refund.created",
       refund(R"("charge":{"id":"ch_1","payment_intent":"pi_1"},"status":"pending")"),
       line + "PENDING 500 ch ch_1"},
  });
}

TEST(StripePayments, Disputes) {
  const auto dispute = [](const std::string& status, const std::string& rest) {
    return R"({"id":"du_1","object":"dispute","amount":2000,"currency":"usd","charge":"ch_1",)"
           R"("payment_intent":"pi_1","status":")" +
           status + "\"" + rest + "}";
  };
  const std::string taken = R"({"id":"txn_1","amount":-2000,"fee":1500,"currency":"usd"})";
  const std::string back = R"({"id":"txn_2","amount":2000,"fee":-1500,"currency":"usd"})";
  const std::string line = "payment pi_1 dispute du_1 ";
  expect({
      {"an inquiry", "charge.dispute.created",
       dispute("warning_needs_response", R"(,"balance_transactions":[])"),
       line + "WARNING_NEEDS_RESPONSE 2000 ch ch_1"},
      {"an inquiry that ended", "charge.dispute.closed", dispute("warning_closed", ""),
       line + "WARNING_CLOSED 2000 ch ch_1"},
      {"withdrawn", "charge.dispute.funds_withdrawn",
       dispute("needs_response", R"(,"balance_transactions":[)" + taken + "]"),
       line + "NEEDS_RESPONSE 2000 WITHDRAWN by txn_1 -2000 fee 1500 ch ch_1"},
      {"withdrawn, no more said", "charge.dispute.funds_withdrawn", dispute("needs_response", ""),
       line + "NEEDS_RESPONSE 2000 WITHDRAWN ch ch_1"},
      {"under review", "charge.dispute.updated", dispute("under_review", ""),
       line + "UNDER_REVIEW 2000 ch ch_1"},
      {"won", "charge.dispute.funds_reinstated",
       dispute("won", R"(,"balance_transactions":[)" + taken + "," + back + "]"),
       line + "WON 2000 REINSTATED by txn_1 -2000 fee 1500 by txn_2 2000 fee -1500 ch ch_1"},
      {"lost", "charge.dispute.closed", dispute("lost", ""), line + "LOST 2000 ch ch_1"},
      {"prevented", "charge.dispute.closed", dispute("prevented", ""),
       line + "PREVENTED 2000 ch ch_1"},
  });
}

}  // namespace
}  // namespace nemo
