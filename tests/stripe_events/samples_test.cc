#include <algorithm>
#include <filesystem>

#include "adapters/stripe_events/stripe_news.h"
#include "events/catalog/envelope.h"
#include "tests/prices/real_data.h"
#include "tests/stripe_events/describe.h"

// The real events: what each becomes, and why. Their ids are placeholders, whose zeros are one
// here.
namespace nemo {
namespace {

struct Row {
  std::string file;
  std::string line;
  std::string why;
};

const std::vector<Row> kRows = {
    {"account.application.deauthorized", "ignored cus_0", "no money"},
    {"account.external_account.created", "ignored ba_0", "no money"},
    {"account.external_account.deleted", "ignored ba_0", "no money"},
    {"account.external_account.updated", "ignored ba_0", "no money"},
    {"account.updated", "ignored acct_0", "no money"},
    {"balance.available", "ignored", "no money"},
    {"charge.captured", "payment ch_0 SUCCEEDED 100 back 0 at 1648319937 ch ch_0",
     "a charge without intent"},
    {"charge.dispute.closed", "quarantined ch_0 missing_id", "no dispute without its id"},
    {"charge.dispute.created", "payment ch_0 dispute dp_0 WARNING_NEEDS_RESPONSE 100 ch ch_0",
     "an inquiry: no funds"},
    {"charge.dispute.funds_reinstated",
     "payment ch_0 dispute dp_0 NEEDS_RESPONSE 25000 REINSTATED by txn_1Bl3mMGWCopOTFn18p8iALq8 "
     "-25000 fee 1500 ch ch_0",
     "what moved is named"},
    {"charge.dispute.funds_withdrawn",
     "payment ch_0 dispute dp_0 NEEDS_RESPONSE 25000 WITHDRAWN by txn_1Bl3mMGWCopOTFn18p8iALq8 "
     "-25000 fee 1500 ch ch_0",
     "what moved is named"},
    {"charge.dispute.updated", "quarantined ch_0 missing_id", "no dispute without its id"},
    {"charge.failed", "payment pi_0 FAILED back 0 at 1648320028 ch ch_0", "says no amount"},
    {"charge.refund.updated", "payment ch_0 refund re_0 SUCCEEDED 100 ch ch_0",
     "a charge without intent"},
    {"charge.refunded",
     "payment ch_0 SUCCEEDED 100 back 100 refund re_0 SUCCEEDED 100 at 1648319947 ch ch_0",
     "a charge without intent"},
    {"charge.succeeded", "payment pi_0 SUCCEEDED 2000 back 0 at 1648320032 ch ch_0",
     "paid and captured"},
    {"charge.updated",
     "payment ch_0 SUCCEEDED 1000 INVOICE back 0 at 1380933505 ch ch_0 cus_0 in_0",
     "of an invoice, and paid"},
    {"checkout.session.completed", "payment pi_0 SUCCEEDED 3000 tax 0 CREDITS at 1648319959 cus_0",
     "paid; its intent is the name"},
    {"checkout.session.completed.payment_mode",
     "payment pi_0 SUCCEEDED 25000 tax 0 CREDITS at 1326853478 cus_0",
     "paid; its intent is the name"},
    {"checkout.session.completed.setup_mode", "ignored cs_0", "nothing is paid"},
    {"coupon.created", "ignored 25OFF_0", "no money"},
    {"coupon.deleted", "ignored 25OFF_0", "no money"},
    {"customer.created", "customer cus_0 ACTIVE", "who pays"},
    {"customer.deleted", "customer cus_0 DELETED", "who pays"},
    {"customer.discount.created", "ignored cus_0", "no money"},
    {"customer.discount.deleted", "ignored cus_0", "no money"},
    {"customer.discount.updated", "ignored cus_0", "no money"},
    {"customer.source.created", "ignored card_0 cus_0", "no money"},
    {"customer.source.deleted", "ignored card_VALID cus_VALID", "no money"},
    {"customer.source.updated", "ignored card_0 cus_0", "no money"},
    {"customer.subscription.created", "warning sub_0 plan_not_named cus_0",
     "its price has no name"},
    {"customer.subscription.deleted", "warning sub_0 plan_not_named cus_0",
     "its price has no name"},
    {"customer.subscription.trial_will_end", "ignored su_0 cus_0", "no money"},
    {"customer.subscription.updated", "warning sub_0 plan_not_named cus_0",
     "its price has no name"},
    {"customer.updated", "customer cus_0 ACTIVE", "who pays"},
    {"invoice.created", "ignored in_0 cus_0", "no cash yet"},
    {"invoice.finalized", "ignored in_0 cus_0", "no cash yet"},
    {"invoice.paid", "payment pi_0 SUCCEEDED 2000 tax 0 CREDITS at 1648320013 ch ch_0 cus_0 in_0",
     "of no subscription"},
    {"invoice.payment_action_required", "payment pi_0 PENDING CREDITS ch ch_0 cus_0 in_0",
     "of the invoice's intent"},
    {"invoice.payment_failed", "payment pi_0 FAILED CREDITS ch ch_0 cus_0 in_0",
     "of the invoice's intent"},
    {"invoice.payment_succeeded",
     "payment pi_0 SUCCEEDED 2000 tax 0 CREDITS at 1648320013 ch ch_0 cus_0 in_0",
     "of no subscription"},
    {"invoice.upcoming", "ignored cus_0", "no cash yet"},
    {"invoice.updated", "ignored in_0 cus_0", "no cash yet"},
    {"invoiceitem.created", "ignored ii_0 cus_0", "no cash yet"},
    {"invoiceitem.deleted", "ignored ii_0 cus_0 in_0", "no cash yet"},
    {"invoiceitem.updated", "ignored ii_0 cus_0 in_0", "no cash yet"},
    {"mandate.updated", "ignored mandate_0", "no money"},
    {"payment_intent.amount_capturable_updated", "payment pi_0 PENDING at 1648320022 ch ch_0",
     "may still become another amount"},
    {"payment_intent.canceled", "payment pi_0 CANCELED at 1648320024",
     "may still become another amount"},
    {"payment_intent.created", "payment pi_0 PENDING at 1648320032",
     "may still become another amount"},
    {"payment_intent.payment_failed", "payment pi_0 FAILED at 1648320028 ch ch_0",
     "may still become another amount"},
    {"payment_intent.processing", "quarantined pi_0 wrong_currency cus_0", "euros"},
    {"payment_intent.requires_action",
     "payment pi_0 PENDING INVOICE at 1648320001 ch ch_0 cus_0 in_0", "of an invoice"},
    {"payment_intent.succeeded", "payment pi_0 SUCCEEDED 2000 at 1648320032 ch ch_0",
     "what was received"},
    {"payment_link.created", "ignored plink_0", "no money"},
    {"payment_link.updated", "ignored plink_0", "no money"},
    {"payment_method.attached", "ignored card_0 cus_0", "no money"},
    {"payment_method.detached", "ignored pm_0", "no money"},
    {"payout.created", "payout po_0 PAID 1100 arrives 1648425600", "the object's status"},
    {"payout.paid", "payout po_0 PAID 1100 arrives 1648425600", "the object's status"},
    {"payout.updated", "payout po_0 PAID 1100 arrives 1648425600", "the object's status"},
    {"plan.created", "ignored price_0", "no money"},
    {"plan.deleted", "ignored plan_0", "no money"},
    {"plan.updated", "ignored price_0", "no money"},
    {"price.created", "ignored price_0", "no money"},
    {"price.deleted", "ignored plan_0", "no money"},
    {"price.updated", "ignored price_0", "no money"},
    {"product.created", "ignored prod_0", "no money"},
    {"product.deleted", "ignored prod_0", "no money"},
    {"product.updated", "ignored prod_0", "no money"},
    {"quote.accepted", "ignored qt_0 cus_0 in_0", "no money"},
    {"quote.canceled", "ignored qt_0 cus_0", "no money"},
    {"quote.created", "ignored qt_0 cus_0", "no money"},
    {"quote.finalized", "ignored qt_0 cus_0", "no money"},
    {"setup_intent.canceled", "ignored seti_0", "no money"},
    {"setup_intent.created", "ignored seti_0", "no money"},
    {"setup_intent.setup_failed", "ignored seti_0", "no money"},
    {"setup_intent.succeeded", "ignored seti_0", "no money"},
    {"subscription_schedule.canceled", "ignored sub_sched_0 cus_0", "no money"},
    {"subscription_schedule.created", "ignored sub_sched_0 cus_0", "no money"},
    {"subscription_schedule.released", "ignored sub_sched_0 cus_0", "no money"},
    {"subscription_schedule.updated", "ignored sub_sched_0 cus_0", "no money"},
    {"tax_rate.created", "ignored txr_0", "no money"},
    {"tax_rate.updated", "ignored txr_0", "no money"},
    {"transfer.created", "ignored tr_0", "between accounts"},
    {"transfer.failed", "ignored tr_0", "between accounts"},
    {"transfer.paid", "ignored tr_0", "between accounts"},
    {"transfer.updated", "ignored tr_0", "between accounts"},
};

std::string with_one_zero(const std::string& line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find_first_not_of('0', at), line.size());
    out += end - at >= 8 ? "0" : line.substr(at, end - at);
    at = end;
    if (at < line.size()) out += line[at++];
  }
  return out;
}

TEST(StripeSamples, EachBecomesWhatTheTableSays) {
  for (const Row& row : kRows) {
    NEMO_REAL_DATA(text, "stripe/webhook_events/" + row.file + ".json");
    const StripeNews news = read_stripe_event(*text);
    EXPECT_EQ(with_one_zero(describe(news)), row.line) << row.file << ": " << row.why;
    EXPECT_FALSE(news.livemode) << row.file;
    EXPECT_TRUE(row.file.starts_with(news.type.value)) << row.file;
    EXPECT_GT(news.created.value, 0) << row.file;
  }
}

TEST(StripeSamples, TheTableHasThemAll) {
  NEMO_REAL_DATA(first, "stripe/webhook_events/" + kRows.front().file + ".json");
  const char* root = std::getenv("NEMO_DATA");
  const std::string folder = root != nullptr ? root : "../shared/data";
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/stripe/webhook_events")) {
    const std::string file = entry.path().stem().string();
    const bool known =
        std::any_of(kRows.begin(), kRows.end(), [&](const Row& row) { return row.file == file; });
    EXPECT_TRUE(known) << file;
  }
  EXPECT_EQ(kRows.size(), 88u);
}

}  // namespace
}  // namespace nemo
