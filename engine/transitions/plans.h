#pragma once

#include "engine/transitions/payment_names.h"
#include "engine/transitions/transition.h"

namespace nemo {

// Plans count from a time on, so that a payment has the fee of the plan in force when it was made,
// whenever it is told.

// What the organization is to Stripe, made if it is not there.
CustomerState& customer_of(Transition& t);

// A plan counts from some time on, or its subscription ends then, which leaves the plan before it
// of those that have not ended. The organization's is the one of now. What Stripe says counts alike
// in any order; of what the ledger is told (is_own) for one time, the last record.
void change_plan(Transition& t, const PlanPeriod& period);

// Gives a payment whose fee is not pinned that of its plan, as the plan was defined when it was
// paid. A fee once given stays, unless another plan or an earlier time is told and the payment is
// not older than 35 days: what is told of an old one later does not bring it the fee of a plan that
// came too late. Changes the payment alone.
void price_by_plan(Transition& t, PaymentState& payment);

// The payments whose fee a plan that is told now may change: none older than 35 days.
std::vector<PlanPayment> payments_for_plans(Transition& t);

// Lists a payment that is kept now, so that a plan that is told late finds it.
void list_for_plans(Transition& t, const NamedPayment& named);

}  // namespace nemo
