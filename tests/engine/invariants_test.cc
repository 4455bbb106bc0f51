#include "engine/invariants/invariants.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/engine/busy.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

// acme with one open hold in two budgets, a lot that ends and one that does not, and a payment that
// is disputed in part.
Situation quiet() {
  Situation s = Situation::with_credits(100);
  s.at(0, purchase("g", 50, 1'000'000));
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 1000));
  s.at(0, budget(Scope::kTag, "a", Period::kTotal, 1000));
  s.at(0, with(request("r", 60), [](auto& r) { r.tags = {Tag("a")}; }));
  s.at(0, request("ended", 10));
  s.at(0, settle("ended", 10));
  StripeTold stripe;
  s.at(0, stripe.paid(10400));
  s.at(0, stripe.dispute("dp_1", 5200, DisputeStatus::kNeedsResponse));
  return s;
}

PaymentState& payment(Situation& s, std::string_view org_id = "acme") {
  std::string scratch;
  return *s.state().stripe.find(stripe_key(scratch, org_id, "pi_1"))->record.payment;
}
MovementState& movement(Situation& s) {
  std::string scratch;
  return s.state().stripe.create(stripe_key(scratch, "_stripe", "txn_1")).record.movement.emplace();
}
// Another organization's, that nobody knows here.
PaymentState& other_payment(Situation& s) {
  std::string scratch;
  auto& object = s.state().stripe.create(stripe_key(scratch, "other", "pi_1"));
  return object.record.payment.emplace();
}

Object<ReservationState>& hold(Situation& s, std::string_view id) {
  std::string scratch;
  return *s.state().reservations.find(reservation_key(scratch, "acme", id));
}
IdState& id_state(Situation& s, IdKind kind, std::string_view id) {
  std::string scratch;
  return s.state().ids.find(id_key(scratch, "acme", kind, id))->record;
}

struct BreakRow {
  const char* truth;
  void (*break_it)(Situation& s);
};

const BreakRow kBreaks[] = {
    {"the accounts of a partition sum to zero",
     [](Situation& s) { ++s.state().globals.accounts[7]; }},
    {"credits and owed accounts are the sums over organizations",
     [](Situation& s) {
       --s.state().globals.accounts[static_cast<std::size_t>(Account::kCreditsPurchased)];
       ++s.state().globals.accounts[static_cast<std::size_t>(Account::kCreditsPromotional)];
     }},
    {"credits and owed accounts are the sums over organizations",
     [](Situation& s) {
       --s.state().globals.accounts[static_cast<std::size_t>(Account::kOwed)];
       ++s.state().globals.accounts[static_cast<std::size_t>(Account::kBank)];
     }},
    {"a balance is the sum of its lots, or what is owed",
     [](Situation& s) { ++s.org().balance.value; }},
    {"a balance is the sum of its lots, or what is owed",
     [](Situation& s) { s.org().balance.value = -5; }},
    {"lots are above zero, in spending order",
     [](Situation& s) { std::swap(s.org().lots[0], s.org().lots[1]); }},
    {"lots are above zero, in spending order",
     [](Situation& s) { s.org().lots[0].left = Nano{0}; }},
    {"lots are above zero, in spending order",
     [](Situation& s) { s.org().lots.push_back(s.org().lots.back()); }},
    {"held is the sum of open holds", [](Situation& s) { --s.org().held.value; }},
    {"held is the sum of open holds", [](Situation& s) { ++hold(s, "r").record.granted.value; }},
    {"a key counts its open holds", [](Situation& s) { ++s.org().keys[0].open_holds; }},
    {"a key counts its open holds", [](Situation& s) { s.org().keys[0].open_holds = 0; }},
    {"a budget's windows count the open holds in them",
     [](Situation& s) { ++s.org().budgets[0].newest.held.value; }},
    {"a budget's windows count the open holds in them",
     [](Situation& s) { --s.org().budgets[1].newest.open_holds; }},
    {"a budget's windows count the open holds in them",
     [](Situation& s) { s.org().budgets[1].newest = BudgetWindow{}; }},
    {"a budget's windows count the open holds in them",
     [](Situation& s) {
       BudgetWindow extra;
       extra.start = TimeMs{5};
       extra.open_holds = 1;
       s.org().budgets[0].older.push_back(extra);
     }},
    {"spent, held and counts are never below zero", [](Situation& s) { s.org().held.value = -1; }},
    {"spent, held and counts are never below zero",
     [](Situation& s) { s.org().credit_line.value = -1; }},
    {"spent, held and counts are never below zero",
     [](Situation& s) { s.org().budgets[0].newest.spent.value = -1; }},
    {"spent, held and counts are never below zero",
     [](Situation& s) { s.org().keys[0].tokens = -1; }},
    {"spent, held and counts are never below zero",
     [](Situation& s) { s.org().keys[0].requests = -1; }},
    {"spent, held and counts are never below zero",
     [](Situation& s) {
       s.org().budgets[0].older.emplace_back();
       s.org().budgets[0].older.back().held.value = -1;
     }},
    {"balance, balance with credit line and available fit 64 bits",
     [](Situation& s) { s.org().credit_line.value = kMax; }},
    {"balance, balance with credit line and available fit 64 bits",
     [](Situation& s) {
       s.org().balance.value = kMin;
       s.org().held.value = 1;
     }},
    {"the queue of holds has every open hold once",
     [](Situation& s) { s.state().holds.remove(hold(s, "r")); }},
    {"the queue of holds has every open hold once",
     [](Situation& s) { s.state().holds.add(hold(s, "r")); }},
    {"the queue of holds has every open hold once",
     [](Situation& s) { s.state().holds.add(hold(s, "ended")); }},
    {"the queue of holds has every open hold once",
     [](Situation& s) { hold(s, "r").record.phase = ReservationPhase::kReleased; }},
    {"the queue of lots has every end to come",
     [](Situation& s) { s.state().lots.remove(s.state().lots.items().begin()->first); }},
    {"the queue of lots has every end to come",
     [](Situation& s) {
       s.state().lots.add({{kStart + 9}, 77}, "acme");
     }},
    {"the queue of lots has every end to come",
     [](Situation& s) { s.state().globals.log_time = TimeMs{kStart + 1'000'000}; }},
    {"an id is forgotten in its time",
     [](Situation& s) { hold(s, "r").record.forget_at = TimeMs{5}; }},
    {"an id is forgotten in its time",
     [](Situation& s) { hold(s, "ended").record.forget_at.reset(); }},
    {"an id is forgotten in its time",
     [](Situation& s) { id_state(s, IdKind::kGrant, "g").forget_at = TimeMs{5}; }},
    {"an id is forgotten in its time",
     [](Situation& s) {
       s.at(0, usage("u", 1));
       id_state(s, IdKind::kUsage, "u").forget_at.reset();
     }},
    {"frozen is the sum of what payments freeze", [](Situation& s) { ++payment(s).frozen.value; }},
    {"frozen is the sum of what payments freeze",
     [](Situation& s) { payment(s).frozen.value = 0; }},
    {"frozen is the sum of what payments freeze",
     [](Situation& s) {
       --s.org().billing->frozen.value;
       --s.org().held.value;
     }},
    {"frozen is the sum of what payments freeze",
     [](Situation& s) { other_payment(s).frozen.value = 1; }},
    {"a payment that moved has nothing booked and nothing frozen",
     [](Situation& s) { payment(s).moved = true; }},
    {"a payment that moved has nothing booked and nothing frozen",
     [](Situation& s) {
       other_payment(s).moved = true;
       payment(s, "other").booked.suspense.value = -1;
     }},
    {"a payment that moved has nothing booked and nothing frozen",
     [](Situation& s) {
       other_payment(s).moved = true;
       payment(s, "other").frozen.value = 1;
     }},
    {"what was cleared is a part of what stands in suspense",
     [](Situation& s) {
       payment(s).cleared = {{ClearingAccount::kBank, Nano{1}, Nano{1}}};
     }},
    {"what was cleared is a part of what stands in suspense",
     [](Situation& s) {
       movement(s) = {Nano{-5},
                      {{ClearingAccount::kBank, Nano{-4}, Nano{-4}}, {{}, Nano{-2}, Nano{-2}}}};
     }},
    {"what was cleared is a part of what stands in suspense",
     [](Situation& s) {
       movement(s) = {Nano{5}, {{ClearingAccount::kBank, Nano{3}, Nano{4}}}};
     }},
};

bool named(const std::vector<std::string>& broken, const std::string& truth) {
  for (const std::string& text : broken) {
    if (text.rfind(truth + ": ", 0) == 0) return true;
  }
  return false;
}

TEST(Invariants, EachTruthIsNamedWhenItIsBroken) {
  for (std::size_t row = 0; row < std::size(kBreaks); ++row) {
    Situation s = quiet();
    ASSERT_TRUE(broken_invariants(s.state()).empty());
    kBreaks[row].break_it(s);
    EXPECT_TRUE(named(broken_invariants(s.state()), kBreaks[row].truth)) << row;
  }
}

TEST(Invariants, EveryTruthOfTheListIsBrokenByARow) {
  for (const Invariant& truth : all_invariants()) {
    bool tried = false;
    for (const BreakRow& row : kBreaks) tried = tried || truth.name == row.truth;
    EXPECT_TRUE(tried) << truth.name;
  }
}

TEST(Invariants, WhatBreaksATruthIsToldWithItsNumbers) {
  Situation s = quiet();
  s.org().held.value = -7;
  const std::vector<std::string> broken = broken_invariants(s.state());
  ASSERT_EQ(broken.size(), 2U);
  EXPECT_EQ(broken[0],
            "held is the sum of open holds: acme: held is -7, the open holds sum to 5060");
  EXPECT_EQ(broken[1], "spent, held and counts are never below zero: acme: held is -7");
}

TEST(Invariants, TheTruthsOfOneOrganizationSeeItAndTheAccounts) {
  Situation s = quiet();
  EXPECT_TRUE(broken_invariants_of(s.state(), s.org()).empty());
  s.org().lots[0].left = Nano{0};
  EXPECT_TRUE(
      named(broken_invariants_of(s.state(), s.org()), "lots are above zero, in spending order"));
  ++s.state().globals.accounts[3];
  EXPECT_TRUE(
      named(broken_invariants_of(s.state(), s.org()), "the accounts of a partition sum to zero"));
}

TEST(Invariants, OverAStoreWhatIsNotInMemoryBreaksNothing) {
  Situation s = quiet();
  s.state().lots.set_horizon(TimeMs{kStart + 1000});
  s.state().lots.remove(s.state().lots.items().begin()->first);
  EXPECT_TRUE(broken_invariants(s.state()).empty()) << "beyond the horizon the store has it";
  --s.state().globals.accounts[static_cast<std::size_t>(Account::kOwed)];
  ++s.state().globals.accounts[static_cast<std::size_t>(Account::kBank)];
  EXPECT_TRUE(broken_invariants(s.state()).empty()) << "others may owe";
  payment(s).frozen.value = 0;
  EXPECT_TRUE(broken_invariants(s.state()).empty()) << "another payment may freeze";
}

TEST(Invariants, BeforeACheckpointWhatMovedIsAskedOfPaymentsThatChanged) {
  Situation s = quiet();
  EXPECT_EQ(broken_invariants_of_changes(s.state()), std::vector<std::string>());
  payment(s).moved = true;
  const std::vector<std::string> broken = broken_invariants_of_changes(s.state());
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0],
            "a payment that moved has nothing booked and nothing frozen: acme: the "
            "payment pi_1 moved and has booked 10000, 400, 0, 0, 0 and frozen 5000");
  s.state().stripe.clear_dirty();
  EXPECT_EQ(broken_invariants_of_changes(s.state()), std::vector<std::string>());
}

TEST(Invariants, HoldInBusyStates) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Situation s = Situation::with_credits(10'000);
    for (const PlanDefined& plan : busy_plans()) s.then(plan);
    Busy busy(seed);
    std::int64_t now = 0;
    for (int number = 0; number < 1500; ++number) {
      s.at(now += busy.pause(), busy.next());  // asks every truth
      for (const Outcome& line : s.lines().span()) ++seen[name_of(line)];
    }
  }
  for (const char* name :
       {"granted", "settled", "released", "~expired", "~credit_expired", "credit_expired",
        "denied_budget", "denied_credits", "denied_parallel_limit", "budget_alert",
        "exists_with_different_amount_nano", "already_settled", "already_released",
        "already_expired", "not_found", "accepted"}) {
    EXPECT_GE(seen[name], 2) << name;
  }
}

using InvariantsDeathTest = testing::Test;

TEST(InvariantsDeathTest, ABrokenTruthAbortsWithItsName) {
  Situation s = quiet();
  ++s.org().balance.value;
  EXPECT_DEATH(assert_invariants(s.state(), &s.org()),
               "before offset 11: broken invariant: a balance is the sum of its lots");
  s.org().balance.value -= 1;
  assert_invariants(s.state(), &s.org());
  assert_invariants(s.state(), nullptr);
}

TEST(InvariantsDeathTest, WhatAnOrganizationAloneDoesNotShowIsFoundBeforeLong) {
  Situation s = quiet();
  ++s.org().keys[0].open_holds;
  EXPECT_DEATH(
      for (int number = 0; number < 100; ++number) {
        ++s.state().globals.next_offset;
        assert_invariants(s.state(), &s.org());
      },
      "a key counts its open holds");
}

}  // namespace
}  // namespace nemo
