#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// A decision by hand what becomes of money in suspense. In kStripeOrg of a movement of Stripe's
// balance; in an organization of one of its payments. What is told of the payment counts first: of
// a clearing as much is booked as stands in suspense, less when less does, more when it does again.
struct SuspenseCleared {
  static constexpr std::string_view kName = "suspense_cleared";
  static constexpr int kTag = 101;

  ClearingId clearing_id;
  StripeId object_id;               // txn_; pi_ or what stands for it
  std::optional<Nano> amount_nano;  // out of suspense: above 0 where money came in, below where out
  ClearingAccount account{};
  Label reason;
  Label actor;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kClearingId, 1, self.clearing_id);
    visit(Field::kObjectId, 2, self.object_id);
    visit(Field::kAmountNano, 3, self.amount_nano);
    visit(Field::kAccount, 4, self.account);
    visit(Field::kReason, 5, self.reason);
    visit(Field::kActor, 6, self.actor);
  }
  bool operator==(const SuspenseCleared&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const SuspenseCleared& record);

}  // namespace nemo
