#include "adapters/daemon/decided_counts.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>

#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

TEST(DecidedCounts, EveryLineCountsOnceByItsCodeAndAlertsByPartition) {
  DecidedCounts counts;
  std::vector<Outcome> lines(6);
  const OutcomeCode codes[] = {OutcomeCode::kGranted,     OutcomeCode::kBudgetAlert,
                               OutcomeCode::kBudgetAlert, OutcomeCode::kDeniedCredits,
                               OutcomeCode::kGranted,     OutcomeCode::kBalanceLow};
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].name.code = codes[i];
  counts.count(3, lines);
  counts.count(15, std::span(lines).first(2));
  counts.count(4, std::span(lines).first(1));
  counts.count(4, {});
  NodeStanding standing;
  standing.partitions = {{.partition = 3}, {.partition = 4}, {.partition = 15}};
  counts.add_to(standing);
  const auto of = [&](OutcomeCode code) { return standing.outcomes[static_cast<int>(code)]; };
  EXPECT_EQ(of(OutcomeCode::kGranted), 4U);
  EXPECT_EQ(of(OutcomeCode::kBudgetAlert), 3U);
  EXPECT_EQ(of(OutcomeCode::kBalanceLow), 1U);
  EXPECT_EQ(of(OutcomeCode::kDeniedCredits), 1U);
  EXPECT_EQ(of(OutcomeCode::kSettled), 0U);
  EXPECT_EQ(standing.partitions[0].alerts, 3U) << "two of budgets, one of the balance";
  EXPECT_EQ(standing.partitions[1].alerts, 0U);
  EXPECT_EQ(standing.partitions[2].alerts, 1U);
}

// Whose balance is low whatever it is.
LedgerInput always_low(const char* org, TimeMs at) {
  LedgerInput input;
  input.envelope.event_id = EventId{};
  input.envelope.org_id = OrgId(org);
  input.envelope.payload = AutoTopUpSet{Nano{kMax}, {}, {}};
  input.at = at;
  return input;
}

// The stored lines are the yardstick.
TEST(DecidedCounts, OfALedgerAreThoseOfItsLinesUntilItIsOpenedAgain) {
  const ShortLivedDirectory place(memory_place());
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  std::vector<LedgerInput> inputs = Feed(8).take(2'500);
  for (const char* org : {"acme", "nobody"}) inputs.push_back(always_low(org, *inputs.back().at));
  apply_all(*ledger, inputs, 100);
  const NodeStanding standing = ledger->standing();
  std::array<std::uint64_t, kOutcomeCodeCount> expected{};
  std::uint64_t records = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    std::uint64_t alerts = 0;
    ledger->each_outcome({partition, 0}, [&](std::span<const Outcome> lines) {
      ++records;
      for (const Outcome& line : lines) {
        ++expected[static_cast<std::size_t>(line.name.code)];
        const OutcomeCode code = line.name.code;
        if (code == OutcomeCode::kBudgetAlert || code == OutcomeCode::kBalanceLow) ++alerts;
      }
      return true;
    });
    EXPECT_EQ(standing.partitions[partition].alerts, alerts) << partition;
  }
  EXPECT_EQ(standing.outcomes, expected);
  EXPECT_EQ(standing.records_decided, records);
  EXPECT_GT(expected[static_cast<std::size_t>(OutcomeCode::kBudgetAlert)], 0U);
  EXPECT_GT(expected[static_cast<std::size_t>(OutcomeCode::kBalanceLow)], 0U);
  ledger->close();
  EXPECT_EQ(ledger->standing().outcomes, expected) << "closed";
  const auto again = Ledger::open({.data = place.path() / "data"});
  EXPECT_EQ(again->standing().records_decided, 0U);
}

}  // namespace
}  // namespace nemo
