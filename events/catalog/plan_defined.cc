#include "events/catalog/plan_defined.h"

#include "events/catalog/form.h"

namespace nemo {
namespace {

bool limits_are_right(const std::optional<PlanLimits>& limits) {
  bool right = true;
  if (limits) {
    PlanLimits::fields(*limits, [&right](Field, int, const std::optional<std::int64_t>& limit) {
      right = right && limit.value_or(0) >= 0;
    });
  }
  return right;
}

}  // namespace

Field check_form(const PlanDefined& record) {
  return Form()
      .required(Field::kPlan, record.plan)
      .expect(Field::kFeeBps, record.fee_bps.value_or(-1) >= 0)
      .at_least(Field::kFreeCreditsNano, record.free_credits_nano, 0)
      .expect(Field::kLimits, limits_are_right(record.limits))
      .first_wrong();
}

}  // namespace nemo
