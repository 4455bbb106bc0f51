#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// An organization starts; its id is the envelope's. Without a plan: 400 basis points of platform
// fee, no free credits.
struct OrganizationCreated {
  static constexpr std::string_view kName = "organization_created";
  static constexpr int kTag = 10;

  Label name;
  Label currency;
  Label plan;
  std::optional<Nano> credit_line_nano;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kName, 1, self.name);
    visit(Field::kCurrency, 2, self.currency);
    visit(Field::kPlan, 3, self.plan);
    visit(Field::kCreditLineNano, 4, self.credit_line_nano);
  }
  bool operator==(const OrganizationCreated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const OrganizationCreated& record);

}  // namespace nemo
