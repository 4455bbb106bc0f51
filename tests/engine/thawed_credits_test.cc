// A dispute that is open holds credits back as a hold does: lots that end meanwhile forfeit when it
// is over.
#include <gtest/gtest.h>

#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

using D = DisputeStatus;

StripePaymentReported withdrawn(StripePaymentReported said, std::int64_t amount) {
  said.disputes[0].transactions = {{StripeId("txn_1"), Nano{-amount}, Nano{0}}};
  return said;
}

// acme paid 10400 for 10000 and has a gift of 4000 that ends at 1000; half of the payment is
// disputed, and nothing but the gift is available when it ends.
Situation disputed(StripeTold& s, std::int64_t cost) {
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, s.paid(10'400)), "accepted");
  EXPECT_EQ(world.at(1, usage("u", cost)), "accepted");
  EXPECT_EQ(world.at(2, promotion("gift", 4'000, 1'000)), "accepted");
  EXPECT_EQ(world.at(3, s.dispute("dp_1", 5'200, D::kNeedsResponse)), "accepted");
  return world;
}

struct Row {
  const char* name;
  std::int64_t cost;  // before the gift
  const char* at_end;
  StripePaymentReported then;
  const char* told;
  const char* balance;
};

TEST(ThawedCredits, AreForfeitedByLotsPastTheirEnd) {
  StripeTold s;
  const Row rows[] = {
      {"it is won: what was kept goes", 9'000, "accepted", s.dispute("dp_1", 5'200, D::kWon),
       "accepted credit_expired", "1000/0/1000"},
      {"a part was free at the end", 3'000, "~credit_expired accepted",
       s.dispute("dp_1", 5'200, D::kWon), "accepted", "7000/0/7000"},
      {"it is withdrawn: there is nothing to go", 9'000, "accepted",
       withdrawn(s.dispute("dp_1", 5'200, D::kNeedsResponse), 5'200), "accepted", "0/0/0"},
      {"only a part of it is withdrawn", 9'000, "accepted",
       withdrawn(s.dispute("dp_1", 5'200, D::kNeedsResponse), 2'600), "accepted credit_expired",
       "0/0/0"},
      {"other news thaws nothing", 9'000, "accepted", s.paid(10'400), "accepted", "5000/5000/0"},
      {"another dispute freezes more", 9'000, "accepted",
       s.dispute("dp_2", 2'600, D::kNeedsResponse), "accepted", "5000/7500/-2500"},
  };
  for (const Row& row : rows) {
    Situation world = disputed(s, row.cost);
    EXPECT_EQ(world.at(1'000, ClockTicked{}), row.at_end) << row.name;
    EXPECT_EQ(world.at(2'000, row.then), row.told) << row.name;
    EXPECT_EQ(std::to_string(world.org().balance.value) + "/" +
                  std::to_string(world.org().held.value) + "/" +
                  std::to_string(static_cast<std::int64_t>(world.org().available())),
              row.balance)
        << row.name;
  }
}

}  // namespace
}  // namespace nemo
