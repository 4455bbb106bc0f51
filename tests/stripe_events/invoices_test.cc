#include <gtest/gtest.h>

#include "tests/stripe_events/describe.h"

// Invoices say what a payment was for; their cash is the payment's own.
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

std::string invoice(const std::string& rest) {
  return R"({"id":"in_1","object":"invoice","currency":"usd","amount_paid":2080,)"
         R"("customer":"cus_1","status":"paid",)" +
         rest + "}";
}

TEST(StripeInvoices, OfVersionsThatNameTheirPayment) {
  const std::string paid = "invoice.paid";
  expect({
      {"of 2017: its charge is the payment", "invoice.payment_succeeded",
       R"({"id":"in_1","currency":"usd","amount_due":2000,"paid":true,"charge":"ch_1",)"
       R"("subscription":"sub_1","tax":null})",
       "payment ch_1 SUCCEEDED 2000 tax 0 PLAN at 1767225600 ch ch_1 in_1"},
      {"of 2020, a subscription's", paid,
       invoice(R"("payment_intent":"pi_1","charge":"ch_1","subscription":"sub_1","tax":80)"),
       "payment pi_1 SUCCEEDED 2080 tax 80 PLAN at 1767225600 ch ch_1 cus_1 in_1"},
      {"by its reason", paid,
       invoice(R"("payment_intent":"pi_1","billing_reason":"subscription_cycle")"),
       "payment pi_1 SUCCEEDED 2080 tax 0 PLAN at 1767225600 ch in_1 cus_1 in_1"},
      {"a top-up by invoice", paid,
       invoice(R"("payment_intent":"pi_1","billing_reason":"manual","total_tax_amounts":)"
               R"([{"amount":50},{"amount":30}],"status_transitions":{"paid_at":77})"),
       "payment pi_1 SUCCEEDED 2080 tax 80 CREDITS at 77 ch in_1 cus_1 in_1"},
      {"the customer's balance paid most: no more tax than cash", paid,
       invoice(R"("payment_intent":"pi_1","tax":5000)"),
       "payment pi_1 SUCCEEDED 2080 tax 2080 CREDITS at 1767225600 ch in_1 cus_1 in_1"},
      {"whose subscription", paid,
       invoice(R"("payment_intent":"pi_1","subscription_details":{"metadata":{"org_id":"org_1"}})"),
       "payment pi_1 SUCCEEDED 2080 tax 0 CREDITS at 1767225600 ch in_1 of org_1 cus_1 in_1"},
      {"paid past Stripe, so its intent was not", paid,
       invoice(R"("payment_intent":"pi_1","paid_out_of_band":true)"),
       "warning in_1 paid_out_of_band cus_1"},
      {"declined", "invoice.payment_failed",
       R"({"id":"in_1","currency":"usd","amount_paid":0,"payment_intent":"pi_1","status":"open"})",
       "payment pi_1 FAILED CREDITS in_1"},
      {"voided", "invoice.voided",
       R"({"id":"in_1","currency":"usd","amount_paid":0,"payment_intent":"pi_1","status":"void"})",
       "payment pi_1 CANCELED CREDITS in_1"},
  });
}

TEST(StripeInvoices, FromBasilOn) {
  const std::string paid = "invoice.paid";
  const std::string by_subscription =
      R"("parent":{"subscription_details":{"subscription":"sub_1","metadata":{"org_id":"org_1"}}})";
  const auto part = [](const std::string& intent, const std::string& cents) {
    return R"({"status":"paid","amount_paid":)" + cents +
           R"(,"payment":{"type":"payment_intent",)" + R"("payment_intent":")" + intent + "\"}}";
  };
  expect({
      {"names none: invoice_payment.paid does", paid, invoice(by_subscription),
       "payment in_1 tax 0 PLAN ch in_1 in_1"},
      {"nothing was to pay", paid, R"({"id":"in_1","currency":"usd","amount_paid":0})",
       "ignored in_1"},
      {"with its payments", paid,
       invoice(by_subscription + R"(,"total_taxes":[{"amount":80}],"payments":{"data":[)" +
               part("pi_1", "2080") + "]}"),
       "payment pi_1 SUCCEEDED 2080 tax 80 PLAN at 1767225600 ch in_1 of org_1 cus_1 in_1"},
      {"in two parts, one not paid", paid,
       invoice(R"("total_taxes":[{"amount":80}],"payments":{"data":[)" + part("pi_1", "1040") +
               "," + part("pi_2", "1040") +
               R"(,{"status":"open","amount_paid":9,"payment":{"payment_intent":"pi_3"}}]})"),
       "payment pi_1 SUCCEEDED 1040 tax 40 CREDITS at 1767225600 ch in_1 cus_1 in_1 + payment pi_2 "
       "SUCCEEDED 1040 tax 40 CREDITS at 1767225600 ch in_1 cus_1 in_1"},
      {"paid past Stripe", paid,
       invoice(R"("payments":{"data":[{"status":"paid","amount_paid":2080,)"
               R"("payment":{"type":"payment_record","payment_record":"pr_1"}}]})"),
       "warning in_1 paid_out_of_band cus_1"},
      {"declined", "invoice.payment_failed",
       R"({"id":"in_1","currency":"usd","amount_paid":0,"payments":{"data":[)"
       R"({"status":"open","payment":{"payment_intent":"pi_1"}}]}})",
       "payment pi_1 FAILED CREDITS in_1"},
      {"declined, not named", "invoice.payment_failed",
       R"({"id":"in_1","currency":"usd","amount_paid":0})", "ignored in_1"},
  });
}

TEST(StripeInvoices, TheirPayments) {
  const auto payment = [](const std::string& of) {
    return R"({"id":"inpay_1","object":"invoice_payment","invoice":"in_1","currency":"usd",)"
           R"("amount_paid":2080,"status":"paid","status_transitions":{"paid_at":77},"payment":)" +
           of + "}";
  };
  const std::string type = "invoice_payment.paid";
  expect({
      {"by an intent", type, payment(R"({"type":"payment_intent","payment_intent":"pi_1"})"),
       "payment pi_1 SUCCEEDED 2080 INVOICE at 77 ch in_1 in_1"},
      {"by a charge", type, payment(R"({"type":"charge","charge":"ch_1"})"),
       "payment ch_1 SUCCEEDED 2080 INVOICE at 77 ch ch_1 in_1"},
      {"past Stripe", type, payment(R"({"type":"payment_record","payment_record":"pr_1"})"),
       "warning inpay_1 paid_out_of_band in_1"},
  });
}

}  // namespace
}  // namespace nemo
