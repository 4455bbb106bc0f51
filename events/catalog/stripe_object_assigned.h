#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// In kStripeOrg: whose a payment or a customer of Stripe's is; the first decides for ever. What was
// told of it here, while nobody knew, is told to that one, and nothing is left of it here.
struct StripeObjectAssigned {
  static constexpr std::string_view kName = "stripe_object_assigned";
  static constexpr int kTag = 95;

  StripeId object_id;  // pi_ (or what stands for it), cus_
  OrgId assigned_org_id;
  StripeId charge_id;  // of the payment
  Label actor;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kObjectId, 1, self.object_id);
    visit(Field::kAssignedOrgId, 2, self.assigned_org_id);
    visit(Field::kChargeId, 3, self.charge_id);
    visit(Field::kActor, 4, self.actor);
  }
  bool operator==(const StripeObjectAssigned&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripeObjectAssigned& record);

}  // namespace nemo
