#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// A movement of Stripe's balance, as Stripe books it. In kStripeOrg. Its fee is booked here; its
// amount where nothing else is said of it (fees of their own, reserves, adjustments).
struct StripeTransactionReported {
  static constexpr std::string_view kName = "stripe_transaction_reported";
  static constexpr int kTag = 91;

  StripeId transaction_id;
  TransactionCategory category{};
  StripeId source_id;  // what moved: a charge, refund, dispute, payout
  StripeId payment_id;
  std::optional<Nano> amount_nano;  // into Stripe's balance, before the fee
  std::optional<Nano> fee_nano;
  std::optional<TimeMs> created;
  std::optional<TimeMs> available_on;
  DataKeyId data_key_id;
  Bytes sealed;  // the event as it came, sealed with that key

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTransactionId, 1, self.transaction_id);
    visit(Field::kCategory, 2, self.category);
    visit(Field::kSourceId, 3, self.source_id);
    visit(Field::kPaymentId, 4, self.payment_id);
    visit(Field::kAmountNano, 5, self.amount_nano);
    visit(Field::kFeeNano, 6, self.fee_nano);
    visit(Field::kCreated, 7, self.created);
    visit(Field::kAvailableOn, 8, self.available_on);
    visit(Field::kDataKeyId, 9, self.data_key_id);
    visit(Field::kSealed, 10, self.sealed);
  }
  bool operator==(const StripeTransactionReported&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripeTransactionReported& record);

}  // namespace nemo
