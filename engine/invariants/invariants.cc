#include "engine/invariants/invariants.h"

#include <cstdio>
#include <cstdlib>

#include "engine/invariants/accounts_are_balances.h"
#include "engine/invariants/accounts_sum_to_zero.h"
#include "engine/invariants/amounts_fit.h"
#include "engine/invariants/balance_is_lots.h"
#include "engine/invariants/budgets_count_open_holds.h"
#include "engine/invariants/cleared_stood_in_suspense.h"
#include "engine/invariants/frozen_is_open_disputes.h"
#include "engine/invariants/held_is_open_holds.h"
#include "engine/invariants/ids_have_their_time.h"
#include "engine/invariants/keys_count_open_holds.h"
#include "engine/invariants/lots_in_spending_order.h"
#include "engine/invariants/moved_payments_are_empty.h"
#include "engine/invariants/nothing_below_zero.h"
#include "engine/invariants/queue_has_lot_ends.h"
#include "engine/invariants/queue_has_open_holds.h"

namespace nemo {
namespace {

using OfState = void (*)(const PartitionState&, Broken&);
using OfOrg = void (*)(const OrgState&, Broken&);
using OfPayment = void (*)(const Object<StripeState>&, Broken&);

constexpr std::string_view kMovedAreEmpty =
    "a payment that moved has nothing booked and nothing frozen";
constexpr std::string_view kClearedStood = "what was cleared is a part of what stands in suspense";

constexpr Invariant kAll[] = {
    {"the accounts of a partition sum to zero", static_cast<OfState>(check_accounts_sum_to_zero)},
    {"credits and owed accounts are the sums over organizations",
     static_cast<OfState>(check_accounts_are_balances)},
    {"a balance is the sum of its lots, or what is owed",
     static_cast<OfState>(check_balance_is_lots)},
    {"lots are above zero, in spending order", static_cast<OfState>(check_lots_in_spending_order)},
    {"held is the sum of open holds", static_cast<OfState>(check_held_is_open_holds)},
    {"a key counts its open holds", static_cast<OfState>(check_keys_count_open_holds)},
    {"a budget's windows count the open holds in them",
     static_cast<OfState>(check_budgets_count_open_holds)},
    {"spent, held and counts are never below zero", static_cast<OfState>(check_nothing_below_zero)},
    {"balance, balance with credit line and available fit 64 bits",
     static_cast<OfState>(check_amounts_fit)},
    {"the queue of holds has every open hold once",
     static_cast<OfState>(check_queue_has_open_holds)},
    {"the queue of lots has every end to come", static_cast<OfState>(check_queue_has_lot_ends)},
    {"an id is forgotten in its time", static_cast<OfState>(check_ids_have_their_time)},
    {"frozen is the sum of what payments freeze",
     static_cast<OfState>(check_frozen_is_open_disputes)},
    {kMovedAreEmpty, static_cast<OfState>(check_moved_payments_are_empty)},
    {kClearedStood, static_cast<OfState>(check_cleared_stood_in_suspense)},
};

struct OrgInvariant {
  std::string_view name;
  OfOrg check;
};

constexpr OrgInvariant kOfOneOrg[] = {
    {"a balance is the sum of its lots, or what is owed",
     static_cast<OfOrg>(check_balance_is_lots)},
    {"lots are above zero, in spending order", static_cast<OfOrg>(check_lots_in_spending_order)},
    {"spent, held and counts are never below zero", static_cast<OfOrg>(check_nothing_below_zero)},
    {"balance, balance with credit line and available fit 64 bits",
     static_cast<OfOrg>(check_amounts_fit)},
};

struct PaymentInvariant {
  std::string_view name;
  OfPayment check;
};

constexpr PaymentInvariant kOfOnePayment[] = {
    {kMovedAreEmpty, static_cast<OfPayment>(check_moved_payment_is_empty)},
    {kClearedStood, static_cast<OfPayment>(check_cleared_part_stood_in_suspense)},
};

template <class Truth, class Subject>
void ask(const Truth& truth, const Subject& subject, Broken& broken) {
  const std::size_t before = broken.size();
  truth.check(subject, broken);
  for (std::size_t place = before; place < broken.size(); ++place) {
    broken[place] = std::string(truth.name) + ": " + broken[place];
  }
}

void abort_if_broken(const PartitionState& state, const Broken& broken) {
  if (broken.empty()) return;
  for (const std::string& truth : broken) {
    std::fprintf(stderr, "partition %d, before offset %lld: broken invariant: %s\n",
                 static_cast<int>(state.partition),
                 static_cast<long long>(state.globals.next_offset), truth.c_str());
  }
  std::abort();
}

}  // namespace

std::span<const Invariant> all_invariants() { return kAll; }

std::vector<std::string> broken_invariants(const PartitionState& state) {
  Broken broken;
  for (const Invariant& truth : kAll) ask(truth, state, broken);
  return broken;
}

std::vector<std::string> broken_invariants_of(const PartitionState& state, const OrgState& org) {
  Broken broken;
  ask(kAll[0], state, broken);
  for (const OrgInvariant& truth : kOfOneOrg) ask(truth, org, broken);
  return broken;
}

std::vector<std::string> broken_invariants_of_changes(const PartitionState& state) {
  Broken broken;
  ask(kAll[0], state, broken);
  for (const auto* object : state.orgs.dirty()) {
    const std::size_t before = broken.size();
    for (const OrgInvariant& truth : kOfOneOrg) ask(truth, object->record, broken);
    for (std::size_t place = before; place < broken.size(); ++place) {
      broken[place] = std::string(org_of_key(object->key)) + ": " + broken[place];
    }
  }
  for (const auto* object : state.stripe.dirty()) {
    for (const PaymentInvariant& truth : kOfOnePayment) ask(truth, *object, broken);
  }
  return broken;
}

void assert_invariants(const PartitionState& state, const OrgState* org) {
  if (org != nullptr) abort_if_broken(state, broken_invariants_of(state, *org));
  const std::size_t objects =
      state.orgs.size() + state.reservations.size() + state.ids.size() + state.stripe.size();
  const auto turn = static_cast<Offset>(1 + objects / kObjectsPerCheck);
  if (state.globals.next_offset % turn == 0) abort_if_broken(state, broken_invariants(state));
}

}  // namespace nemo
