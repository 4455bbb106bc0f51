#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// A correction by hand, up or down, with its reason and a pseudonymous actor.
struct CreditAdjusted {
  static constexpr std::string_view kName = "credit_adjusted";
  static constexpr int kTag = 61;

  AdjustmentId adjustment_id;
  std::optional<Nano> amount_nano;
  Label reason;
  Label actor;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kAdjustmentId, 1, self.adjustment_id);
    visit(Field::kAmountNano, 2, self.amount_nano);
    visit(Field::kReason, 3, self.reason);
    visit(Field::kActor, 4, self.actor);
  }
  bool operator==(const CreditAdjusted&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const CreditAdjusted& record);

}  // namespace nemo
