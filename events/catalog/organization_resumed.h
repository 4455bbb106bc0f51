#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// Ends a suspension. A closed organization stays closed.
struct OrganizationResumed {
  static constexpr std::string_view kName = "organization_resumed";
  static constexpr int kTag = 12;

  Label reason;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReason, 1, self.reason);
  }
  bool operator==(const OrganizationResumed&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const OrganizationResumed& record);

}  // namespace nemo
