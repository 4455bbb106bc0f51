#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// Replaces what it gives.
struct OrganizationUpdated {
  static constexpr std::string_view kName = "organization_updated";
  static constexpr int kTag = 14;

  Label name;
  Label plan;
  std::optional<Nano> credit_line_nano;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kName, 1, self.name);
    visit(Field::kPlan, 2, self.plan);
    visit(Field::kCreditLineNano, 3, self.credit_line_nano);
  }
  bool operator==(const OrganizationUpdated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const OrganizationUpdated& record);

}  // namespace nemo
