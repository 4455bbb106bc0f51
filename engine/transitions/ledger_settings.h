#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Records of the whole ledger, one copy a partition; partition 0's answers.
// Gives: exists, exists_with_different_FIELD (by version), accepted.
void apply(Transition& t, const PriceBookPublished& record);
// Each gives: accepted.
void apply(Transition& t, const PlanDefined& record);
void apply(Transition& t, const RulesActivated& record);
void apply(Transition& t, const ClockTicked& record);

// Of the whole ledger too, and in one partition: changes nothing but that it is known.
// Gives: exists, exists_with_different_FIELD, accepted.
void apply(Transition& t, const PricesQuarantined& record);

}  // namespace nemo
