#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"

namespace nemo {

// When an organization is told that its balance is low, and what is bought then. Without an amount
// nothing is bought.
struct AutoTopUpSet {
  static constexpr std::string_view kName = "auto_top_up_set";
  static constexpr int kTag = 96;

  std::optional<Nano> threshold_nano;  // a balance below it is low
  std::optional<Nano> amount_nano;     // credits bought each time
  std::optional<Nano> daily_cap_nano;  // of credits bought in a day (UTC)

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kThresholdNano, 1, self.threshold_nano);
    visit(Field::kAmountNano, 2, self.amount_nano);
    visit(Field::kDailyCapNano, 3, self.daily_cap_nano);
  }
  bool operator==(const AutoTopUpSet&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const AutoTopUpSet& record);

}  // namespace nemo
