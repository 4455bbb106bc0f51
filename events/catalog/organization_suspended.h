#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// Stops new reservations and increases, nothing else.
struct OrganizationSuspended {
  static constexpr std::string_view kName = "organization_suspended";
  static constexpr int kTag = 11;

  Label reason;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReason, 1, self.reason);
  }
  bool operator==(const OrganizationSuspended&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const OrganizationSuspended& record);

}  // namespace nemo
