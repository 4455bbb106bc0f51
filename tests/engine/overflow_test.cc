#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

Situation with_line(std::int64_t credit_line) {
  Situation s;
  OrganizationCreated record = organization();
  record.credit_line_nano = Nano{credit_line};
  s.at(0, record);
  s.at(0, key("k"));
  return s;
}

TEST(Overflow, AGrantMustLeaveTheBalanceAndTheBalanceWithTheLineIn64Bits) {
  Situation s = Situation::with_credits(1);
  EXPECT_EQ(s.then(credits("g", kMax)), "invalid_amount_nano");
  EXPECT_EQ(s.then(credits("g", kMax - 1)), "accepted") << "what is invalid uses up no id";
  EXPECT_EQ(s.balance(), "9223372036854775807/0/9223372036854775807");
  Situation lined = with_line(10);
  EXPECT_EQ(lined.then(credits("g", kMax - 9)), "invalid_amount_nano");
  EXPECT_EQ(lined.then(credits("g", kMax - 10)), "accepted");
  EXPECT_EQ(lined.then(request("r", 5)), "granted");
  EXPECT_EQ(lined.then(credits("h", 1)), "invalid_amount_nano") << "a hold makes no room";
}

TEST(Overflow, AnAdjustmentUpMustFitToo) {
  Situation s = with_line(10);
  EXPECT_EQ(s.then(adjustment("a", kMax - 9)), "invalid_amount_nano");
  EXPECT_EQ(s.then(adjustment("a", kMax - 10)), "accepted");
}

TEST(Overflow, AnAdjustmentDownMustLeaveTheBalanceAndWhatIsAvailableIn64Bits) {
  Situation s = Situation::with_credits(0);
  s.then(adjustment("a", -2));
  EXPECT_EQ(s.then(adjustment("b", kMin + 1)), "invalid_amount_nano");
  EXPECT_EQ(s.then(adjustment("b", kMin + 2)), "accepted");
  EXPECT_EQ(s.balance(), "-9223372036854775808/0/-9223372036854775808");
  Situation held = Situation::with_credits(10);
  held.then(request("r", 10));
  held.then(usage("u", 5));
  EXPECT_EQ(held.then(adjustment("a", kMin)), "invalid_amount_nano") << "available, by the hold";
  EXPECT_EQ(held.then(release("r")), "released");
  EXPECT_EQ(held.then(adjustment("a", kMin)), "accepted");
}

TEST(Overflow, TheLargestAdjustmentDownIsOneOwedLineWhereItFits) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(adjustment("a", kMin)), "accepted");
  EXPECT_EQ(s.postings(),
            "credits:purchased>expense:adjustments 10, "
            "owed>expense:adjustments 9223372036854775798");
  EXPECT_EQ(s.balance(), "-9223372036854775798/0/-9223372036854775798");
  Situation full = Situation::with_credits(kMax);
  EXPECT_EQ(full.then(adjustment("a", kMin)), "accepted");
  EXPECT_EQ(full.postings(),
            "credits:purchased>expense:adjustments 9223372036854775807, "
            "owed>expense:adjustments 1");
  Situation none = Situation::with_credits(0);
  EXPECT_EQ(none.then(adjustment("a", kMin)), "accepted");
  EXPECT_EQ(none.postings(), "owed>expense:adjustments 9223372036854775808");
}

TEST(Overflow, ACreditLineMustFitTheBalance) {
  Situation s = Situation::with_credits(5);
  OrganizationUpdated line;
  line.credit_line_nano = Nano{kMax - 4};
  EXPECT_EQ(s.then(line), "invalid_credit_line_nano");
  line.credit_line_nano = Nano{kMax - 5};
  EXPECT_EQ(s.then(line), "accepted");
  EXPECT_EQ(s.balance(), "5/0/9223372036854775807");
}

TEST(Overflow, ALowerLineMayNotTakeAvailableOutOf64Bits) {
  Situation s = with_line(kMax);
  ASSERT_EQ(s.then(request("r", kMax)), "granted");
  s.then(adjustment("a", kMin + 2));
  EXPECT_EQ(s.org().available(), Wide{kMin} + 2);
  OrganizationUpdated line;
  line.credit_line_nano = Nano{kMax - 3};
  EXPECT_EQ(s.then(line), "invalid_credit_line_nano");
  line.credit_line_nano = Nano{kMax - 2};
  EXPECT_EQ(s.then(line), "accepted");
}

TEST(Overflow, ACostMustLeaveTheBalanceIn64Bits) {
  Situation s = Situation::with_credits(100);
  s.then(request("r", 100));
  s.then(adjustment("down", kMin + 200));
  EXPECT_EQ(s.org().balance.value, kMin + 300);
  for (const char* id : {"r", "orphan"}) EXPECT_EQ(s.then(settle(id, 301)), "invalid_cost_nano");
  EXPECT_EQ(s.then(usage("u", 301)), "invalid_cost_nano");
  EXPECT_EQ(s.then(settle("orphan", 201)), "invalid_cost_nano") << "available, by the hold of r";
  EXPECT_EQ(s.then(settle("r", 250)), "settled") << "its own hold goes back with it";
  EXPECT_EQ(s.then(settle("orphan", 50)), "settled") << "what is invalid uses up no id";
  EXPECT_EQ(s.org().balance.value, kMin);
  EXPECT_EQ(s.then(usage("u", 1)), "invalid_cost_nano");
  EXPECT_EQ(s.then(usage("u", 0)), "accepted");
}

TEST(Overflow, AHoldThatEndedIsNotGivenBackAgain) {
  Situation s = Situation::with_credits(kMax);
  s.at(0, request("r", 5));
  EXPECT_EQ(s.at(600'000, settle("r", 1)), "~expired settled");
  EXPECT_EQ(s.flags(), "late");
}

TEST(Overflow, ACostMustLeaveABudgetsSpentIn64BitsInTheWindowItCountsIn) {
  Situation s = Situation::with_credits(kMax);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, kMax));
  s.at(0, request("r", 5));
  s.at(0, usage("u1", kMax - 10));
  s.at(0, credits("more", kMax - 10));
  EXPECT_EQ(s.at(0, usage("u2", 11)), "invalid_cost_nano");
  EXPECT_EQ(s.at(0, settle("r", 11)), "invalid_cost_nano");
  EXPECT_EQ(s.at(86'400'000, settle("r", 11)), "~expired invalid_cost_nano")
      << "it counts in the window of its grant";
  EXPECT_EQ(s.then(usage("u2", 11)), "accepted") << "it counts in the window of its own time";
  EXPECT_EQ(s.then(settle("r", 10)), "settled");
}

TEST(Overflow, SumsInsideChecksNeverWrap) {
  Situation s = with_line(kMax);
  s.then(budget(Scope::kKey, "k", Period::kTotal, kMax));
  EXPECT_EQ(s.then(request("r1", kMax)), "granted");
  EXPECT_EQ(s.then(request("r2", kMax)), "denied_budget");
  EXPECT_EQ(s.then(increase("r1", "i1", kMax)), "denied_budget");
  s.then(no_budget(Scope::kKey, "k", Period::kTotal));
  EXPECT_EQ(s.then(request("r3", kMax)), "denied_credits");
  EXPECT_EQ(s.detail(), "needed=9223372036854775807 available=0");
  EXPECT_EQ(s.then(increase("r1", "i2", kMax)), "denied_credits");
}

TEST(Overflow, UsageWhosePriceIsBeyond64BitsIsAnInvalidCost) {
  Situation s = Situation::with_credits(1000);
  s.then(book("b", kMax, 0));
  s.then(request("r", 10));
  ReservationSettled settled = settle("r", 0);
  settled.cost_nano.reset();
  settled.usage = input_tokens(kMax);
  EXPECT_EQ(s.then(settled), "invalid_cost_nano");
  settled.reservation_id = ReservationId("orphan");
  settled.model = ModelName("m");
  EXPECT_EQ(s.then(settled), "invalid_cost_nano");
  UsageRecorded used = usage("u", 0);
  used.cost_nano.reset();
  used.usage = input_tokens(kMax);
  EXPECT_EQ(s.then(used), "invalid_cost_nano");
  ReservationRequested asked = request("r2", 0);
  asked.amount_nano.reset();
  asked.max_usage = input_tokens(kMax);
  EXPECT_EQ(s.then(asked), "denied_credits") << "more than anybody has";
  Situation rich = Situation::with_credits(kMax);
  rich.then(book("b", kMax, 0));
  EXPECT_EQ(rich.then(asked), "denied_credits") << "though it has all that 64 bits hold";
}

TEST(Overflow, TokensOfAMinuteAreCountedBeyond64Bits) {
  Situation s = Situation::with_credits(1000);
  for (int number = 0; number < 4; ++number) {
    ReservationRequested asked = request("r" + std::to_string(number), 1);
    asked.estimated_tokens = kMax;
    EXPECT_EQ(s.then(asked), "granted");
  }
  KeyUpdated update = key_update("k");
  update.tokens_per_minute = kMax;
  s.then(update);
  EXPECT_EQ(s.then(request("r5", 1)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=9223372036854775807 used=36893488147419103228 retry=60000");
}

}  // namespace
}  // namespace nemo
