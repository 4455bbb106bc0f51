#pragma once

#include <optional>
#include <string_view>

#include "engine/transitions/payment_names.h"
#include "engine/transitions/transition.h"

namespace nemo {

// What a payment's rows must add up to, from all that is known of it.
//   Net of tax, a payment of p under a fee of f basis points buys p * 10000 / (10000 + f) of
//   credits, rounded once, half to even, and the rest is fee revenue. What went back is taken in
//   proportion, on the cumulative amount: taking back all takes exactly all.
//   Of a payment that is nobody's (or an invoice's that is not known) all is in suspense, and so is
//   what went back beyond what was paid. Of one that moved nothing is left.
struct PaymentTarget {
  PaymentBooks books;
  Nano frozen;
};
// Nothing where an amount leaves 64 bits. `owned`: an organization's.
std::optional<PaymentTarget> target_of(const PaymentState& payment, bool owned);

// Moves `change` between Stripe's clearing and an account, in the account's favour.
void post_against_clearing(Transition& t, Account account, Wide change,
                           std::vector<Posting>& postings);

// Books the difference between what is booked and the target; postings in their order: credits,
// platform fee, tax, suspense, Stripe's fees, each against Stripe's clearing, then what is booked
// of clearings by hand. False, and nothing changes, where the organization's amounts would leave 64
// bits.
bool book(Transition& t, const StripeId& payment_id, PaymentState& payment,
          std::vector<Posting>& postings);
// The same of a payment and of what was booked under the other name that it joined, that first.
bool book(Transition& t, NamedPayment& named, std::vector<Posting>& postings);

// A freeze that ends is the end of a hold: where less is frozen than before the record, lots past
// their end forfeit again. Behind the record's own line.
void forfeit_what_thawed(Transition& t, Nano frozen_before);

}  // namespace nemo
