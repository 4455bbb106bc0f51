#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

TEST(Credits, AGrantTellsItsPostingsByKind) {
  Situation s = Situation::with_credits(0);
  EXPECT_EQ(s.at(1, credits("g1", 100)), "accepted");
  EXPECT_EQ(s.postings(), "manual:clearing>credits:purchased 100");
  EXPECT_EQ(s.balance(), "100/0/100");
  EXPECT_EQ(s.at(2, promotion("g2", 30, 1000)), "accepted");
  EXPECT_EQ(s.postings(), "expense:promotion>credits:promotional 30");
  EXPECT_EQ(s.balance(), "130/0/130");
}

TEST(Credits, LotsAreSpentExpiringSoonestFirstThenPromotionalThenOldest) {
  Situation s = Situation::with_credits(1);  // never ends, oldest of those
  s.then(adjustment("a", 2));                // never ends, purchased
  CreditGranted gift = promotion("p-never", 4, 0);
  gift.expires_at.reset();
  s.then(gift);  // never ends, before the purchased ones
  s.then(purchase("b-2000", 8, 2000));
  s.then(promotion("p-2000", 16, 2000));  // the same end, promotional first
  s.then(promotion("p-2000-later", 32, 2000));
  s.then(purchase("b-1000", 64, 1000));
  EXPECT_EQ(s.then(usage("u", 127)), "accepted");
  EXPECT_EQ(s.postings(),
            "credits:purchased>revenue:usage 64, credits:promotional>revenue:usage 16, "
            "credits:promotional>revenue:usage 32, credits:purchased>revenue:usage 8, "
            "credits:promotional>revenue:usage 4, credits:purchased>revenue:usage 1, "
            "credits:purchased>revenue:usage 2");
  EXPECT_EQ(s.balance(), "0/0/0");
  EXPECT_EQ(s.at(5000, ClockTicked{}), "accepted") << "spent lots have no end to come";
}

TEST(Credits, ALotOfLaterGrantIsSpentAfterAnEqualOne) {
  Situation s = Situation::with_credits(0);
  s.then(purchase("first", 10, 1000));
  s.then(purchase("second", 10, 1000));
  s.then(usage("u", 15));
  ASSERT_EQ(s.org().lots.size(), 1U);
  EXPECT_EQ(s.org().lots[0].grant_id.value, "second");
  EXPECT_EQ(s.org().lots[0].left.value, 5);
}

TEST(Credits, ALotForfeitsAtItsVeryEnd) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 100, 1000));
  EXPECT_EQ(s.at(999, ClockTicked{}), "accepted");
  EXPECT_EQ(s.at(1000, ClockTicked{}), "~credit_expired accepted");
  EXPECT_EQ(s.story(),
            "~credit_expired@1000 g 100 credits:purchased>revenue:breakage 100 | accepted");
  EXPECT_EQ(balance_of(s.lines()[0]), "0/0/0");
  EXPECT_FALSE(s.lines()[0].event_id.has_value());
}

TEST(Credits, APromotionForfeitsToItsExpense) {
  Situation s = Situation::with_credits(0);
  s.at(0, promotion("g", 100, 1000));
  s.at(5000, ClockTicked{});
  EXPECT_EQ(s.story(),
            "~credit_expired@1000 g 100 credits:promotional>expense:promotion 100 | accepted");
}

TEST(Credits, AnOpenHoldKeepsWhatItNeedsOfAnEndedLotUntilItEnds) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 100, 1000));
  s.at(0, request("r", 60));
  s.at(1000, ClockTicked{});
  EXPECT_EQ(s.story(),
            "~credit_expired@1000 g 40 credits:purchased>revenue:breakage 40 | accepted");
  EXPECT_EQ(balance_of(s.lines()[0]), "60/60/0");
  EXPECT_EQ(s.at(2000, settle("r", 25)), "settled credit_expired");
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 25");
  EXPECT_EQ(detail_of(s.lines()[1]), "g 35");
  EXPECT_EQ(s.lines()[1].event_id, s.lines()[0].event_id);
  EXPECT_EQ(s.lines()[1].at, TimeMs{kStart + 2000});
  EXPECT_EQ(balance_of(s.lines()[0]), "35/0/35");
  EXPECT_EQ(balance_of(s.lines()[1]), "0/0/0");
}

TEST(Credits, AReleaseAndAnExpiryLetEndedLotsForfeitToo) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 100, 1000));
  s.at(0, request("r1", 60));
  s.at(0, request("r2", 40));
  EXPECT_EQ(s.at(1000, ClockTicked{}), "accepted");
  EXPECT_EQ(s.at(1500, release("r1")), "released credit_expired");
  EXPECT_EQ(detail_of(s.lines()[1]), "g 60");
  EXPECT_EQ(s.at(600'000, ClockTicked{}), "~expired ~credit_expired accepted");
  EXPECT_EQ(s.story(),
            "~expired@600000 r2 amount=40 | "
            "~credit_expired@600000 g 40 credits:purchased>revenue:breakage 40 | accepted");
}

TEST(Credits, SeveralEndedLotsForfeitInSpendingOrderAsFarAsAvailable) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("late", 50, 3000));
  s.at(0, purchase("soon", 50, 1000));
  s.at(0, purchase("mid", 50, 2000));
  s.at(0, request("r1", 120));
  s.at(0, request("r2", 30));
  EXPECT_EQ(s.at(4000, ClockTicked{}), "accepted") << "all are held";
  EXPECT_EQ(s.at(4000, release("r1")), "released credit_expired credit_expired credit_expired");
  EXPECT_EQ(detail_of(s.lines()[1]), "soon 50");
  EXPECT_EQ(detail_of(s.lines()[2]), "mid 50");
  EXPECT_EQ(detail_of(s.lines()[3]), "late 20");
  EXPECT_EQ(balance_of(s.lines()[3]), "30/30/0");
}

TEST(Credits, AtOneInstantAHoldThatWasGrantedFirstEndsBeforeTheLot) {
  Situation s = Situation::with_credits(0);
  s.at(0, credits("never", 100));
  s.at(0, request("r1", 60));            // due at 600000, offset 4
  s.at(0, request("r2", 40));            // the same, later
  s.at(0, purchase("g", 100, 600'000));  // the same, latest: its turn comes after both
  s.at(700'000, ClockTicked{});
  EXPECT_EQ(s.story(),
            "~expired@600000 r1 amount=60 | ~expired@600000 r2 amount=40 | "
            "~credit_expired@600000 g 100 credits:purchased>revenue:breakage 100 | accepted");
}

TEST(Credits, AtOneInstantALotThatWasGrantedFirstEndsBeforeTheHoldAndAgainAfterIt) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g1", 100, 600'000));
  s.at(0, request("r1", 60));
  s.at(0, promotion("g2", 10, 600'000));  // spent before g1, its turn comes after r1
  s.at(700'000, ClockTicked{});
  EXPECT_EQ(s.story(),
            "~credit_expired@600000 g1 50 credits:purchased>revenue:breakage 50 | "
            "~expired@600000 r1 amount=60 | "
            "~credit_expired@600000 g1 50 credits:purchased>revenue:breakage 50 | "
            "~credit_expired@600000 g2 10 credits:promotional>expense:promotion 10 | accepted");
}

TEST(Credits, ATopUpDoesNotLetAnEndedLotForfeit) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 100, 1000));
  s.at(0, request("r", 100));
  s.at(1000, ClockTicked{});
  EXPECT_EQ(s.at(2000, credits("more", 50)), "accepted");
  EXPECT_EQ(s.balance(), "150/100/50");
  EXPECT_EQ(s.at(3000, settle("r", 0)), "settled credit_expired");
  EXPECT_EQ(s.org().balance.value, 50);
}

TEST(Credits, NothingIsForfeitedWhileAvailableIsNotAboveZero) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 100, 1000));
  s.at(0, request("r", 100));
  s.at(0, usage("u", 30));
  EXPECT_EQ(s.balance(), "70/100/-30");
  EXPECT_EQ(s.at(1000, ClockTicked{}), "accepted");
  EXPECT_EQ(s.at(1001, settle("r", 70)), "settled");
  EXPECT_EQ(s.balance(), "0/0/0");
}

TEST(Credits, ACreditLineLetsAnEndedLotForfeitWhatHoldsCouldUse) {
  Situation s;
  OrganizationCreated record = organization();
  record.credit_line_nano = Nano{100};
  s.at(0, record);
  s.at(0, key("k"));
  s.at(0, purchase("g", 50, 1000));
  s.at(0, request("r", 120));
  EXPECT_EQ(s.balance(), "50/120/30");
  s.at(1000, ClockTicked{});
  EXPECT_EQ(detail_of(s.lines()[0]), "g 30");
  EXPECT_EQ(balance_of(s.lines()[0]), "20/120/0");
}

TEST(Credits, WhatIsOwedIsRepaidFirst) {
  Situation s = Situation::with_credits(10);
  s.then(usage("u", 30));
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 10, owed>revenue:usage 20");
  EXPECT_EQ(s.balance(), "-20/0/-20");
  EXPECT_EQ(s.then(request("r", 0)), "denied_credits");
  EXPECT_EQ(s.detail(), "needed=0 available=-20");
  EXPECT_EQ(s.then(purchase("g1", 15, 1000)), "accepted");
  EXPECT_EQ(s.postings(), "manual:clearing>owed 15");
  EXPECT_EQ(s.balance(), "-5/0/-5");
  EXPECT_TRUE(s.org().lots.empty());
  EXPECT_EQ(s.at(2000, ClockTicked{}), "accepted") << "a lot that repaid all has no end to come";
  s.then(promotion("g2", 25, 5000));
  EXPECT_EQ(s.postings(), "expense:promotion>owed 5, expense:promotion>credits:promotional 20");
  EXPECT_EQ(s.balance(), "20/0/20");
}

TEST(Credits, AdjustmentsGoUpAsAPurchasedLotAndDownLikeACost) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(adjustment("a1", -25)), "accepted");
  EXPECT_EQ(s.postings(), "credits:purchased>expense:adjustments 10, owed>expense:adjustments 15");
  EXPECT_EQ(s.balance(), "-15/0/-15");
  EXPECT_EQ(s.then(adjustment("a2", 40)), "accepted");
  EXPECT_EQ(s.postings(), "expense:adjustments>owed 15, expense:adjustments>credits:purchased 25");
  EXPECT_EQ(s.balance(), "25/0/25");
  EXPECT_FALSE(s.org().lots[0].expires_at.has_value());
}

TEST(Credits, AnAdjustmentMayTakeAvailableBelowZeroAndNothingIsGrantedUntilItIsBack) {
  Situation s = Situation::with_credits(100);
  s.then(request("r", 80));
  s.then(adjustment("a", -50));
  EXPECT_EQ(s.balance(), "50/80/-30");
  EXPECT_EQ(s.then(request("r2", 0)), "denied_credits");
  EXPECT_EQ(s.then(increase("r", "i", 0)), "denied_credits");
  s.then(adjustment("b", 30));
  EXPECT_EQ(s.then(request("r3", 0)), "granted");
  EXPECT_EQ(s.then(request("r4", 1)), "denied_credits");
}

TEST(Credits, TheCreditLineCountsAsAvailableAndALowerOneChangesNothingHeld) {
  Situation s = Situation::with_credits(10);
  OrganizationUpdated line;
  line.credit_line_nano = Nano{90};
  EXPECT_EQ(s.then(line), "accepted");
  EXPECT_EQ(s.balance(), "10/0/100");
  EXPECT_EQ(s.then(request("r", 100)), "granted");
  EXPECT_EQ(s.balance(), "10/100/0");
  line.credit_line_nano = Nano{0};
  EXPECT_EQ(s.then(line), "accepted");
  EXPECT_EQ(s.balance(), "10/100/-90");
  EXPECT_EQ(s.then(settle("r", 100)), "settled");
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 10, owed>revenue:usage 90");
}

TEST(Credits, AGrantMustEndAfterTheLogTimeAskedAfterIdAndOrganization) {
  Situation s;
  EXPECT_EQ(s.at(1000, purchase("g", 5, 1000)), "denied_organization_unknown");
  s.then(organization());
  EXPECT_EQ(s.then(purchase("g", 5, 1000)), "invalid_expires_at");
  EXPECT_EQ(s.then(purchase("g", 5, 1001)), "accepted") << "what is invalid uses up no id";
  EXPECT_EQ(s.at(5000, purchase("g", 5, 1001)), "~credit_expired exists");
}

}  // namespace
}  // namespace nemo
