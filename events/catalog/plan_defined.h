#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/plan_limits.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// A plan for the whole ledger: platform fee in basis points, free credits, default limits.
struct PlanDefined {
  static constexpr std::string_view kName = "plan_defined";
  static constexpr int kTag = 51;

  Label plan;
  std::optional<std::int64_t> fee_bps;
  std::optional<Nano> free_credits_nano;
  std::optional<PlanLimits> limits;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kPlan, 1, self.plan);
    visit(Field::kFeeBps, 2, self.fee_bps);
    visit(Field::kFreeCreditsNano, 3, self.free_credits_nano);
    visit(Field::kLimits, 4, self.limits);
  }
  bool operator==(const PlanDefined&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const PlanDefined& record);

}  // namespace nemo
