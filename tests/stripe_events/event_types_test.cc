#include <algorithm>
#include <map>
#include <sstream>

#include "adapters/stripe_events/event_table.h"
#include "tests/prices/real_data.h"
#include "tests/stripe_events/describe.h"

// Every type of events that Stripe has: those that say something, and all others, which are kept
// as ignored.
namespace nemo {
namespace {

using Types = std::vector<std::string>;

// A family: the least of an object that it reads, what of it is heard, and its types.
struct Family {
  std::string object;
  std::string begins;
  Types types;
};

const std::vector<Family> kFamilies = {
    {R"({"id":"cs_1","object":"checkout.session","mode":"payment","payment_status":"unpaid"})",
     "payment cs_1",
     {"checkout.session.completed", "checkout.session.async_payment_succeeded",
      "checkout.session.async_payment_failed", "checkout.session.expired"}},
    {R"({"id":"pi_1","object":"payment_intent","amount":5,"currency":"usd"})",
     "payment pi_1",
     {"payment_intent.created", "payment_intent.processing", "payment_intent.requires_action",
      "payment_intent.amount_capturable_updated", "payment_intent.partially_funded",
      "payment_intent.payment_failed", "payment_intent.canceled", "payment_intent.succeeded"}},
    {R"({"id":"ch_1","object":"charge","amount":5,"currency":"usd"})",
     "payment ch_1",
     {"charge.pending", "charge.succeeded", "charge.captured", "charge.updated", "charge.refunded",
      "charge.failed", "charge.expired"}},
    {R"({"id":"re_1","object":"refund","amount":5,"currency":"usd","charge":"ch_1"})",
     "payment ch_1 refund re_1",
     {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}},
    {R"({"id":"du_1","object":"dispute","amount":5,"currency":"usd","charge":"ch_1"})",
     "payment ch_1 dispute du_1",
     {"charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated", "charge.dispute.closed"}},
    {R"({"id":"in_1","object":"invoice","amount_paid":5,"currency":"usd","charge":"ch_1",)"
     R"("paid":true})",
     "payment ch_1 SUCCEEDED",
     {"invoice.paid", "invoice.payment_succeeded"}},
    {R"({"id":"in_1","object":"invoice","amount_paid":0,"currency":"usd","charge":"ch_1"})",
     "payment ch_1",
     {"invoice.payment_failed", "invoice.payment_action_required", "invoice.voided"}},
    {R"({"id":"inpay_1","object":"invoice_payment","amount_paid":5,"currency":"usd",)"
     R"("payment":{"payment_intent":"pi_1"}})",
     "payment pi_1 SUCCEEDED 5 INVOICE",
     {"invoice_payment.paid"}},
    {R"({"id":"cus_1","object":"customer"})",
     "customer cus_1",
     {"customer.created", "customer.updated", "customer.deleted"}},
    {R"({"id":"sub_1","object":"subscription","customer":"cus_1","metadata":{"plan":"pro"}})",
     "customer cus_1 sub_1",
     {"customer.subscription.created", "customer.subscription.updated",
      "customer.subscription.pending_update_applied", "customer.subscription.paused",
      "customer.subscription.resumed", "customer.subscription.deleted"}},
    {R"({"id":"po_1","object":"payout","amount":5,"currency":"usd"})",
     "payout po_1",
     {"payout.created", "payout.updated", "payout.paid", "payout.failed", "payout.canceled",
      "payout.reconciliation_completed"}},
    {R"({"id":"issfr_1","object":"radar.early_fraud_warning","charge":"ch_1"})",
     "warning ch_1 early_fraud_warning issfr_1",
     {"radar.early_fraud_warning.created", "radar.early_fraud_warning.updated"}},
    {R"({"id":"prv_1","object":"review","charge":"ch_1"})",
     "warning ch_1 review prv_1",
     {"review.opened", "review.closed"}},
};

std::map<std::string, const Family*> families_by_type() {
  std::map<std::string, const Family*> families;
  for (const Family& family : kFamilies) {
    for (const std::string& type : family.types) families[type] = &family;
  }
  return families;
}

Types types_of_stripe(const std::string& text) {
  std::istringstream lines(text);
  Types types;
  for (std::string type; std::getline(lines, type);) types.push_back(type);
  return types;
}

TEST(StripeEventTypes, EachSaysSomethingOrIsKeptAsIgnored) {
  NEMO_REAL_DATA(text, "stripe/event_types.txt");
  const Types types = types_of_stripe(*text);
  const auto families = families_by_type();
  EXPECT_EQ(types.size(), 265u);
  std::size_t ignored = 0;
  for (const std::string& type : types) {
    const auto family = families.find(type);
    if (family == families.end()) {
      ++ignored;
      EXPECT_EQ(described(type, R"({"id":"x_1","object":"what it may be"})"), "ignored x_1");
    } else {
      const std::string line = described(type, family->second->object);
      EXPECT_TRUE(line.starts_with(family->second->begins)) << type << ": " << line;
    }
  }
  EXPECT_EQ(ignored, types.size() - families.size());
}

TEST(StripeEventTypes, TheRoomsTableIsTheTests) {
  const auto families = families_by_type();
  for (const stripe_events::EventRow& row : stripe_events::event_table()) {
    EXPECT_TRUE(families.contains(std::string(row.type))) << row.type;
  }
  EXPECT_EQ(stripe_events::event_table().size(), families.size());
}

// Whatever an event is, that Stripe will name some day, and whatever it carries.
TEST(StripeEventTypes, WhatIsIgnoredIsNeverPutAside) {
  for (const std::string object :
       {"{}", R"({"id":7,"customer":[],"charge":false,"invoice":{}})", R"({"id":"a b"})",
        R"({"amount":1e9,"currency":"eur"})", R"({"charge":"ch_1","charge":"ch_2"})"}) {
    EXPECT_TRUE(described("some.day", object).starts_with("ignored")) << object;
  }
}

}  // namespace
}  // namespace nemo
