// What Stripe tells of automatic top-ups comes in any order, and more than once.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/state/record_codec.h"
#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

constexpr std::int64_t kHour = 3'600'000;

// acme asks for t1 and then, once t1 has ended, for t2, two hours later. What is told of them, as
// "what, which": f failed, c canceled, p pending, s succeeded; x is said by who asked for it, that
// it came to nothing; r2 asks for t2. The end holds for every order in which that can be told.
struct Row {
  const char* name;
  std::vector<std::string> told;
  const char* end;
};

const Row kRows[] = {
    {"it succeeds", {"s1"}, "0 in a row, 1 paid"},
    {"it fails", {"f1"}, "1 in a row, again after 1 h, 0 paid"},
    {"it fails by several events", {"f1", "f1", "f1"}, "1 in a row, again after 1 h, 0 paid"},
    {"it is given up after it failed", {"f1", "c1"}, "1 in a row, again after 1 h, 0 paid"},
    {"the card is tried again", {"f1", "p1", "f1", "s1", "s1"}, "0 in a row, 1 paid"},
    {"who asked for it said that it came to nothing, and it was paid",
     {"x1", "x1", "f1", "s1"},
     "0 in a row, 1 paid"},
    {"given up and paid at once", {"c1", "c1", "s1", "s1"}, "0 in a row, 1 paid"},
    {"one fails, the next is under way",
     {"f1", "f1", "r2"},
     "t2 under way, 1 in a row, again after 1 h, 0 paid"},
    {"one that failed succeeds while the next is under way",
     {"f1", "s1", "r2", "p2"},
     "t2 under way, 0 in a row, 1 paid"},
    {"both fail", {"f1", "f1", "r2", "f2", "c2"}, "2 in a row, again after 4 h, 0 paid"},
    {"one that failed succeeds, the next fails",
     {"f1", "f1", "s1", "s1", "r2", "f2", "f2"},
     "1 in a row, again after 3 h, 1 paid"},
    {"one fails, the next succeeds", {"f1", "f1", "r2", "s2", "s2"}, "0 in a row, 1 paid"},
    {"one fails, the next fails and succeeds",
     {"f1", "f1", "r2", "f2", "c2", "s2"},
     "0 in a row, 1 paid"},
    {"both fail and succeed", {"f1", "s1", "s1", "r2", "f2", "f2", "s2"}, "0 in a row, 2 paid"},
};

// t1 was asked for before; t2 can be once t1 has ended, and only then can be told of it.
bool can_be(const std::vector<std::string>& order) {
  bool ended = false;
  bool asked = false;
  for (const std::string& what : order) {
    if (what == "r2" && !ended) return false;
    asked = asked || what == "r2";
    ended = ended || (what[1] == '1' && what[0] != 'p');
    if (what[1] == '2' && !asked) return false;
  }
  return true;
}

PaymentStatus status_of(char what) {
  switch (what) {
    case 'f':
      return PaymentStatus::kFailed;
    case 'c':
      return PaymentStatus::kCanceled;
    case 'p':
      return PaymentStatus::kPending;
    default:
      return PaymentStatus::kSucceeded;
  }
}

class TopUpWorld {
 public:
  TopUpWorld() : s_(Situation::with_credits(0)) {
    s_.at(0, AutoTopUpSet{Nano{1'000}, Nano{30}, {}});
    EXPECT_EQ(s_.at(0, TopUpRequested{TopUpId("t1")}), "accepted");
  }

  void tell(const std::string& what) {
    if (what == "r2") {
      now_ = 2 * kHour;
      EXPECT_EQ(s_.at(now_, TopUpRequested{TopUpId("t2")}), "accepted");
      return;
    }
    if (what[0] == 'x') {
      const TopUpFailed failed{TopUpId("t" + what.substr(1)), Label("card_declined")};
      EXPECT_EQ(s_.at(now_, failed), "accepted");
      return;
    }
    StripePaymentReported said = told_.payment(status_of(what[0]));
    said.payment_id = StripeId("pi_" + what.substr(1));
    said.top_up_id = TopUpId("t" + what.substr(1));
    said.amount_nano = Nano{30};
    said.paid_at = TimeMs{kStart};
    said.fee_bps = 0;
    EXPECT_EQ(s_.at(now_, said), "accepted");
    EXPECT_EQ(s_.at(now_, said), "exists");
  }

  std::string end() {
    const TopUpState& top_up = customer().customer->top_up;
    std::string text;
    if (!top_up.pending.empty()) text += top_up.pending.value + " under way, ";
    text += std::to_string(top_up.failures) + " in a row, ";
    if (top_up.retry_at.value != kMin) {
      const std::int64_t hours = (top_up.retry_at.value - kStart) / kHour;
      text += "again after " + std::to_string(hours) + " h, ";
    }
    return text + std::to_string(s_.org().balance.value / 30) + " paid";
  }
  std::string bytes() {
    std::string bytes;
    encode(customer(), bytes);
    return bytes;
  }

 private:
  const StripeState& customer() {
    std::string key;
    return s_.state().stripe.find(stripe_key(key, "acme", {}))->record;
  }

  Situation s_;
  StripeTold told_;
  std::int64_t now_ = 0;
};

TEST(TopUpsOrder, EveryOrderOfTwoTopUpsEndsTheSame) {
  for (const Row& row : kRows) {
    std::vector<std::string> order = row.told;
    std::sort(order.begin(), order.end());
    std::string bytes;
    do {
      if (!can_be(order)) continue;
      TopUpWorld world;
      std::string text;
      for (const std::string& what : order) {
        world.tell(what);
        text += what + " ";
      }
      ASSERT_EQ(world.end(), row.end) << row.name << ": " << text;
      if (bytes.empty()) bytes = world.bytes();
      ASSERT_EQ(world.bytes(), bytes) << row.name << ": " << text;
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_FALSE(bytes.empty()) << row.name << ": cannot be told";
  }
}

// acme with top-ups t0, t1, ... that each fail when they may be asked for.
class Failures {
 public:
  Failures() : s_(Situation::with_credits(0)) { s_.at(0, AutoTopUpSet{Nano{1'000}, Nano{30}, {}}); }

  void ask(int number) {
    EXPECT_EQ(s_.at(hours_ * kHour, TopUpRequested{TopUpId("t" + std::to_string(number))}),
              "accepted");
    hours_ += 24;
  }
  void tell(int number, PaymentStatus status) {
    StripePaymentReported said = told_.payment(status);
    said.payment_id = StripeId("pi_" + std::to_string(number));
    said.top_up_id = TopUpId("t" + std::to_string(number));
    EXPECT_EQ(s_.then(said), "accepted");
  }
  const TopUpState& state() {
    std::string key;
    return s_.state().stripe.find(stripe_key(key, "acme", {}))->record.customer->top_up;
  }
  std::int64_t retry_hours() { return (state().retry_at.value - kStart) / kHour; }

 private:
  Situation s_;
  StripeTold told_;
  std::int64_t hours_ = 0;
};

TEST(TopUpsOrder, OfManyFailuresTheLastCount) {
  Failures world;
  for (int number = 0; number < 8; ++number) {
    world.ask(number);
    world.tell(number, PaymentStatus::kFailed);
  }
  EXPECT_EQ(world.state().failures, 6);
  EXPECT_EQ(world.retry_hours(), 7 * 24 + 24);
  // A success told late leaves those after it.
  const std::int64_t left[] = {6, 6, 5, 4, 3, 2, 1, 0};
  for (int number = 0; number < 8; ++number) {
    world.tell(number, PaymentStatus::kSucceeded);
    EXPECT_EQ(world.state().failures, left[number]) << number;
  }
  EXPECT_EQ(world.state().retry_at.value, kMin);
}

TEST(TopUpsOrder, ALateSuccessTakesBackTheFailuresBeforeIt) {
  Failures world;
  for (int number = 0; number < 4; ++number) {
    world.ask(number);
    world.tell(number, PaymentStatus::kFailed);
  }
  world.tell(2, PaymentStatus::kSucceeded);
  EXPECT_EQ(world.state().failures, 1);
  EXPECT_EQ(world.retry_hours(), 3 * 24 + 1);
  world.tell(1, PaymentStatus::kSucceeded);
  EXPECT_EQ(world.state().failures, 1) << "what comes before a success counts no more";
}

TEST(TopUpsOrder, WhatEndsAfterADayWasTakenForFailed) {
  Failures world;
  world.ask(0);
  world.ask(1);  // a day later: nobody told how t0 ended
  EXPECT_EQ(world.state().failures, 1);
  world.tell(0, PaymentStatus::kFailed);
  EXPECT_EQ(world.state().failures, 1);
  world.tell(0, PaymentStatus::kSucceeded);
  EXPECT_EQ(world.state().failures, 0);
  EXPECT_EQ(world.state().pending, TopUpId("t1"));
  world.tell(0, PaymentStatus::kCanceled);
  EXPECT_EQ(world.state().failures, 0);
}

// Created at Stripe in one order, told in either; only some name the top-up.
struct OneNews {
  PaymentStatus status;
  std::int64_t created;
  bool names_it;
};
struct NewsRow {
  OneNews one;
  OneNews other;
  std::int64_t hours;  // t2 is asked for then
  const char* answer;
};
const NewsRow kNews[] = {
    {{PaymentStatus::kFailed, 5, false}, {PaymentStatus::kPending, 3, true}, 2, "accepted"},
    {{PaymentStatus::kFailed, 5, true}, {PaymentStatus::kPending, 3, false}, 2, "accepted"},
    {{PaymentStatus::kFailed, 3, true}, {PaymentStatus::kPending, 5, true}, 2, "accepted"},
    {{PaymentStatus::kCanceled, 5, false}, {PaymentStatus::kUnset, 3, true}, 2, "accepted"},
    {{PaymentStatus::kPending, 5, false}, {PaymentStatus::kUnset, 3, true}, 25, "denied_top_up"},
    {{PaymentStatus::kPending, 5, true}, {PaymentStatus::kUnset, 3, true}, 25, "denied_top_up"},
};

TEST(TopUpsOrder, EitherOfTwoNewsOfAPaymentMayComeFirst) {
  for (const NewsRow& row : kNews) {
    for (const auto& order : {std::pair(row.one, row.other), std::pair(row.other, row.one)}) {
      Situation world = Situation::with_credits(0);
      StripeTold told;
      EXPECT_EQ(world.at(0, AutoTopUpSet{Nano{1'000}, Nano{30}, {}}), "accepted balance_low");
      EXPECT_EQ(world.at(0, TopUpRequested{TopUpId("t1")}), "accepted");
      for (const OneNews& news : {order.first, order.second}) {
        StripePaymentReported said = told.payment(news.status);
        said.created = TimeMs{kStart + news.created};
        if (news.names_it) said.top_up_id = TopUpId("t1");
        EXPECT_EQ(world.then(said), "accepted");
      }
      EXPECT_EQ(world.at(row.hours * kHour, TopUpRequested{TopUpId("t2")}), row.answer)
          << &row - kNews << ", created " << order.first.created << " first";
    }
  }
}

// A debit of a bank is under way for days; nothing else is bought meanwhile.
TEST(TopUpsOrder, APaymentThatIsUnderWayIsWaitedForTwoWeeks) {
  constexpr std::int64_t kDay = 24 * kHour;
  Situation world = Situation::with_credits(0);
  StripeTold told;
  StripePaymentReported debit = told.payment(PaymentStatus::kPending);
  debit.top_up_id = TopUpId("t0");
  EXPECT_EQ(world.at(0, AutoTopUpSet{Nano{1'000}, Nano{30}, {}}), "accepted balance_low");
  EXPECT_EQ(world.at(0, TopUpRequested{TopUpId("t0")}), "accepted");
  EXPECT_EQ(world.at(1, debit), "accepted");
  EXPECT_EQ(world.at(kDay, TopUpRequested{TopUpId("t1")}), "denied_top_up");
  EXPECT_EQ(world.detail(), "limit=1 used=1 retry=" + std::to_string(14 * kDay));
  EXPECT_EQ(world.at(14 * kDay - 1, TopUpRequested{TopUpId("t2")}), "denied_top_up");
  // Nobody told how it ended; the next is an ordinary one, of a day.
  EXPECT_EQ(world.at(14 * kDay, TopUpRequested{TopUpId("t3")}), "accepted");
  EXPECT_EQ(world.at(14 * kDay + 1, TopUpRequested{TopUpId("t4")}), "denied_top_up");
  EXPECT_EQ(world.detail(), "limit=1 used=1 retry=" + std::to_string(15 * kDay));
}

}  // namespace
}  // namespace nemo
