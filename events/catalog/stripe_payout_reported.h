#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What Stripe says of a payout to the bank (or from it, below 0). In kStripeOrg. With
// transaction_ids: those that the payout is made of, as far as one record holds them.
struct StripePayoutReported {
  static constexpr std::string_view kName = "stripe_payout_reported";
  static constexpr int kTag = 92;

  StripeId stripe_event_id;
  Label stripe_event_type;
  std::optional<TimeMs> created;  // the event's; decides nothing by itself
  StripeId payout_id;
  PayoutStatus status{};
  std::optional<Nano> amount_nano;
  std::optional<TimeMs> arrives_at;
  std::vector<StripeId> transaction_ids;
  DataKeyId data_key_id;
  Bytes sealed;  // the event as it came, sealed with that key

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kStripeEventId, 1, self.stripe_event_id);
    visit(Field::kStripeEventType, 2, self.stripe_event_type);
    visit(Field::kCreated, 3, self.created);
    visit(Field::kPayoutId, 4, self.payout_id);
    visit(Field::kStatus, 5, self.status);
    visit(Field::kAmountNano, 6, self.amount_nano);
    visit(Field::kArrivesAt, 7, self.arrives_at);
    visit(Field::kTransactionIds, 8, self.transaction_ids);
    visit(Field::kDataKeyId, 9, self.data_key_id);
    visit(Field::kSealed, 10, self.sealed);
  }
  bool operator==(const StripePayoutReported&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripePayoutReported& record);

}  // namespace nemo
