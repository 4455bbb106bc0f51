#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A top-up that was granted has come to nothing: declined, or there was nothing to pay with. Told
// by whoever asked for it; what Stripe tells of a payment says the same.
struct TopUpFailed {
  static constexpr std::string_view kName = "top_up_failed";
  static constexpr int kTag = 100;

  TopUpId top_up_id;
  Label reason;  // Stripe's code, as "card_declined"

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTopUpId, 1, self.top_up_id);
    visit(Field::kReason, 2, self.reason);
  }
  bool operator==(const TopUpFailed&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const TopUpFailed& record);

}  // namespace nemo
