#pragma once

#include <string_view>

#include "events/catalog/field.h"

namespace nemo {

// A low balance is told to nobody any more, and nothing is bought.
struct AutoTopUpRemoved {
  static constexpr std::string_view kName = "auto_top_up_removed";
  static constexpr int kTag = 97;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self&, Visitor&&) {}
  bool operator==(const AutoTopUpRemoved&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const AutoTopUpRemoved& record);

}  // namespace nemo
