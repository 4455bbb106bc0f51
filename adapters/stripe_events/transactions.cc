#include <array>
#include <utility>

#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

using Category = TransactionCategory;
using Named = std::pair<std::string_view, Category>;

constexpr std::array<Named, 8> kReportingCategories = {{
    {"charge", Category::kCharge},
    {"refund", Category::kRefund},
    {"refund_failure", Category::kRefundFailure},
    {"dispute", Category::kDispute},
    {"dispute_reversal", Category::kDisputeReversal},
    {"payout", Category::kPayout},
    {"payout_reversal", Category::kPayoutReversal},
    {"fee", Category::kFee},
}};
// Of versions that know no reporting_category.
constexpr std::array<Named, 9> kTypes = {{
    {"charge", Category::kCharge},
    {"payment", Category::kCharge},
    {"refund", Category::kRefund},
    {"payment_refund", Category::kRefund},
    {"refund_failure", Category::kRefundFailure},
    {"payout", Category::kPayout},
    {"payout_failure", Category::kPayoutReversal},
    {"payout_cancel", Category::kPayoutReversal},
    {"stripe_fee", Category::kFee},
}};

template <class Names>
Category named(const Names& names, std::string_view name) {
  for (const auto& [known, category] : names) {
    if (known == name) return category;
  }
  return Category::kOther;
}

// What was exchanged from another currency is told here alone: events in that currency are put
// aside. In old versions an adjustment is a dispute's if its source is one.
Category category_of(const ObjectView& moved, const StripeTransactionReported& record) {
  if (moved.has("exchange_rate")) return Category::kOther;
  const std::string_view category = moved.text("reporting_category");
  if (!category.empty()) return named(kReportingCategories, category);
  const std::string_view source = record.source_id.view();
  const bool of_dispute = source.starts_with("dp_") || source.starts_with("du_");
  if (moved.text("type") != "adjustment" || !of_dispute) return named(kTypes, moved.text("type"));
  const bool taken = record.amount_nano.value_or(Nano{}).value < 0;
  return taken ? Category::kDispute : Category::kDisputeReversal;
}

// A source that is not expanded says by its name alone what it is.
StripePaymentKeys source_keys(const ObjectView& moved, const StripeId& source_id) {
  const ObjectView source = moved.object("source");
  const bool is_charge = source_id.view().starts_with("ch_") || source_id.view().starts_with("py_");
  StripePaymentKeys keys = source ? keys_of(source) : StripePaymentKeys();
  if (is_charge) keys.charge_id = source_id;
  return keys;
}

void check_net(const ObjectView& moved, const StripeTransactionReported& record) {
  if (!record.amount_nano || !record.fee_nano) return moved.refuse(StripeFault::kWrongAmount);
  const std::optional<Nano> net = moved.amount("net", moved.text("currency"), Sign::kAny);
  const bool right = !net || net->wide() == record.amount_nano->wide() - record.fee_nano->wide();
  if (!right) moved.refuse(StripeFault::kWrongAmount);
}

// `known`: the payment, where whoever holds the transaction tells it.
void add_transaction(Reading& reading, const ObjectView& moved, const StripePaymentKeys& known) {
  const std::string_view currency = moved.text("currency");
  StripeTransactionReported record;
  record.transaction_id = moved.own_id();
  record.source_id = moved.id("source");
  record.amount_nano = moved.amount("amount", currency, Sign::kAny);
  record.fee_nano = moved.amount("fee", currency, Sign::kAny);
  record.created = moved.time("created");
  record.available_on = moved.time("available_on");
  record.category = category_of(moved, record);
  check_net(moved, record);
  StripePaymentKeys keys = known;
  if (payment_id_of(keys).empty()) keys = source_keys(moved, record.source_id);
  // A charge that is not expanded may have an intent, which then is the payment's name.
  const bool certain = !payment_id_of(known).empty() || moved.object("source");
  if (certain) record.payment_id = payment_id_of(keys);
  reading.news.items.push_back({std::move(record), owner_of(moved.object("source")), keys});
}

}  // namespace

void add_expanded_transaction(Reading& reading, const StripePaymentKeys& keys) {
  const ObjectView moved = reading.object.object("balance_transaction");
  if (moved) add_transaction(reading, moved, keys);
}

void read_balance_transaction(Reading& reading) { add_transaction(reading, reading.object, {}); }

}  // namespace nemo::stripe_events
