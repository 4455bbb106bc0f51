#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// Asks whether credits may be bought automatically now. Granted, it is for whoever asked to take
// the payment; denied (denied_top_up) while one is under way, after a failure, and above the day's
// cap.
struct TopUpRequested {
  static constexpr std::string_view kName = "top_up_requested";
  static constexpr int kTag = 98;

  TopUpId top_up_id;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTopUpId, 1, self.top_up_id);
  }
  bool operator==(const TopUpRequested&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const TopUpRequested& record);

}  // namespace nemo
