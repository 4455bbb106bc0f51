#pragma once

#include <string_view>

#include "events/catalog/field.h"

namespace nemo {

// Lets time pass in the organization's partition.
struct ClockTicked {
  static constexpr std::string_view kName = "clock_ticked";
  static constexpr int kTag = 80;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self&, Visitor&&) {}
  bool operator==(const ClockTicked&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const ClockTicked& record);

}  // namespace nemo
