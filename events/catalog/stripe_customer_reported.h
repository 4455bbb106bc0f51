#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What Stripe says of an organization's customer there: that it is one, is gone, or has a plan from
// some time on.
struct StripeCustomerReported {
  static constexpr std::string_view kName = "stripe_customer_reported";
  static constexpr int kTag = 93;

  StripeId stripe_event_id;
  Label stripe_event_type;
  std::optional<TimeMs> created;  // the event's; decides nothing by itself
  StripeId customer_id;
  CustomerStatus customer_status{};
  StripeId subscription_id;
  // One of ours, or what Stripe calls a price. "" with plan_from: the subscription ends then, which
  // leaves the plan before.
  Label plan;
  std::optional<TimeMs> plan_from;
  DataKeyId data_key_id;
  Bytes sealed;  // the event as it came, sealed with that key

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kStripeEventId, 1, self.stripe_event_id);
    visit(Field::kStripeEventType, 2, self.stripe_event_type);
    visit(Field::kCreated, 3, self.created);
    visit(Field::kCustomerId, 4, self.customer_id);
    visit(Field::kCustomerStatus, 5, self.customer_status);
    visit(Field::kSubscriptionId, 6, self.subscription_id);
    visit(Field::kPlan, 7, self.plan);
    visit(Field::kPlanFrom, 8, self.plan_from);
    visit(Field::kDataKeyId, 9, self.data_key_id);
    visit(Field::kSealed, 10, self.sealed);
  }
  bool operator==(const StripeCustomerReported&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripeCustomerReported& record);

}  // namespace nemo
