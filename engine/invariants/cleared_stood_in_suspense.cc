#include "engine/invariants/cleared_stood_in_suspense.h"

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

bool is_part_of(const Nano& part, const Nano& whole) {
  if (part.value == 0) return true;
  return whole.value > 0 ? part.value > 0 && part <= whole : part.value < 0 && part >= whole;
}

void check(const Object<StripeState>& object, Nano suspense,
           const std::vector<ClearedState>& cleared, Broken& broken) {
  Wide sum = 0;
  bool right = true;
  for (const ClearedState& part : cleared) {
    sum += part.booked.wide();
    right = right && part.amount.value != 0 && is_part_of(part.booked, part.amount) &&
            is_part_of(part.booked, suspense);
  }
  const Wide rest = suspense.wide() - sum;
  if (right && (rest == 0 || (rest > 0) == (suspense.value > 0))) return;
  broken.push_back(std::string(org_of_key(object.key)) + ": of " +
                   std::string(reservation_of_key(object.key)) + " " + number_text(suspense) +
                   " is in suspense, and " + number_text(sum) + " was cleared");
}

}  // namespace

void check_cleared_part_stood_in_suspense(const Object<StripeState>& object, Broken& broken) {
  const StripeState& known = object.record;
  if (known.payment && !known.payment->cleared.empty()) {
    check(object, known.payment->booked.suspense, known.payment->cleared, broken);
  }
  if (known.movement) check(object, known.movement->suspense, known.movement->cleared, broken);
}

void check_cleared_stood_in_suspense(const PartitionState& state, Broken& broken) {
  state.stripe.each([&broken](const Object<StripeState>& object) {
    check_cleared_part_stood_in_suspense(object, broken);
  });
}

}  // namespace nemo
