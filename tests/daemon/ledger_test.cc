#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include "adapters/daemon/data_directory.h"
#include "events/log/partitioner.h"
#include "tests/daemon/child.h"
#include "tests/daemon/ends.h"
#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

struct Told {
  std::vector<std::string> answers;
  std::vector<std::string> digests;
};

// How a feed is applied: results must not depend on it.
struct Way {
  std::size_t batch;
  unsigned threads;
  std::size_t records_a_start;
  bool closes;
};

Told apply_in(const Way& way, std::uint64_t seed, std::size_t records) {
  const ShortLivedDirectory place(memory_place());
  Feed feed(seed);
  Told told;
  for (std::size_t done = 0; done < records; done += way.records_a_start) {
    const auto ledger = Ledger::open({.data = place.path() / "data",
                                      .batch_records = way.batch,
                                      .partition_threads = way.threads});
    const std::size_t count = std::min(way.records_a_start, records - done);
    const auto answers = apply_all(*ledger, feed.take(count), way.batch);
    told.answers.insert(told.answers.end(), answers.begin(), answers.end());
    if (way.closes) told.digests = texts(ledger->digests());
    if (way.closes) ledger->close();
  }
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  told.digests = texts(ledger->digests());
  EXPECT_EQ(told.digests, rebuilt(ledger->log()));
  return told;
}

TEST(Ledger, AnswersTheSameBytesWhateverBatchesThreadsAndStarts) {
  const Told expected = apply_in({4'096, 1, 100'000, true}, 7, 2'500);
  ASSERT_EQ(expected.answers.size(), 2'500U);
  for (const Way way :
       {Way{1, 1, 100'000, false}, Way{7, 2, 100'000, true}, Way{4'096, 4, 100'000, true},
        Way{7, 4, 333, true}, Way{1, 2, 700, false}, Way{4'096, 2, 50, true}}) {
    const Told told = apply_in(way, 7, 2'500);
    EXPECT_EQ(told.answers, expected.answers) << way.batch << " " << way.threads;
    EXPECT_EQ(told.digests, expected.digests) << way.batch << " " << way.threads;
  }
}

TEST(Ledger, ItsAccountsAreTheSumsOfAllPostings) {
  const ShortLivedDirectory place(memory_place());
  std::array<Wide, kAccountCount> sums{};
  for (const bool first : {true, false}) {
    const auto ledger = Ledger::open({.data = place.path() / "data"});
    if (first) apply_all(*ledger, Feed(7).take(2'500), 100);
    for (PartitionId partition = 0; first && partition < kPartitionCount; ++partition) {
      ledger->each_outcome({partition, 0}, [&](std::span<const Outcome> lines) {
        for (const Outcome& line : lines) {
          for (const Posting& posting : line.postings) {
            sums[static_cast<std::size_t>(posting.debit)] += posting.amount.wide();
            sums[static_cast<std::size_t>(posting.credit)] -= posting.amount.wide();
          }
        }
        return true;
      });
    }
    EXPECT_EQ(ledger->accounts(), sums);
    EXPECT_GE(std::ranges::count_if(sums, [](Wide sum) { return sum != 0; }), 4);
    ledger->close();
  }
}

TEST(Ledger, TellsOfARecordForAllWhatTimeCausedEverywhereInOrderOfDueTime) {
  const ShortLivedDirectory place(memory_place());
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  Feed feed(1);
  std::vector<LedgerInput> inputs = feed.take(73);  // every organization, its key and credits
  std::vector<LedgerInput> more;
  for (std::size_t i = 0; i < 24; ++i) {
    LedgerInput asked = inputs[1 + i];
    asked.envelope.event_id->bytes[14] = 77;
    // Later organizations expire first.
    asked.envelope.payload = with(request("hold", 5), [i](auto& r) {
      r.ttl_ms = 2'000 + static_cast<std::int64_t>(24 - i) / 3 * 1'000;
    });
    more.push_back(asked);
  }
  LedgerInput last = inputs[0];
  last.envelope.event_id->bytes[14] = 78;
  last.envelope.payload = book("later", 9, 60'000);
  last.at = TimeMs{kStart + 60'000};
  more.push_back(last);
  apply_all(*ledger, inputs, 100);
  std::vector<Outcome> lines;
  ledger->apply(more, [&](std::size_t index, std::span<const Outcome> answered) {
    if (index == 24) lines.assign(answered.begin(), answered.end());
  });
  ASSERT_EQ(lines.size(), 25U);
  std::set<PartitionId> partitions;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    EXPECT_TRUE(lines[i].by_time);
    partitions.insert(lines[i].position.partition);
    if (i == 0) continue;
    const auto turn = [](const Outcome& line) {
      return std::tuple(line.at, line.position.partition, line.created_offset);
    };
    EXPECT_LT(turn(lines[i - 1]), turn(lines[i]));
  }
  EXPECT_EQ(partitions.size(), 4U) << "acme's, and the three of the others";
  EXPECT_FALSE(lines.back().by_time);
  EXPECT_EQ(lines.back().position.partition, 0);
}

TEST(Ledger, KeepsEveryAnswerUnderItsPosition) {
  const ShortLivedDirectory place(memory_place());
  auto ledger = Ledger::open({.data = place.path() / "data"});
  const auto answers = apply_all(*ledger, Feed(9).take(1'500), 64);
  for (const bool reopened : {false, true}) {
    std::multiset<std::string> stored;
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      std::vector<std::string> walked;
      ledger->each_outcome({partition, 0}, [&](std::span<const Outcome> lines) {
        const auto next = static_cast<Offset>(walked.size());
        EXPECT_EQ(lines.front().position, (LogPosition{partition, next}));
        walked.push_back(lines_json(lines));
        return true;
      });
      ASSERT_EQ(static_cast<Offset>(walked.size()), ledger->log().end_offset(partition));
      for (std::size_t i = 0; i < walked.size(); ++i) {
        const LogPosition position{partition, static_cast<Offset>(i)};
        EXPECT_EQ(lines_json(ledger->outcomes_at(position)), walked[i]);
      }
      stored.insert(walked.begin(), walked.end());
    }
    for (const std::string& answer : answers) {
      if (answer.find(R"("org_id":"_ledger")") == std::string::npos) {
        EXPECT_EQ(stored.count(answer) > 0, true) << answer;
      }
    }
    EXPECT_TRUE(ledger->outcomes_at({0, 1'000'000}).empty());
    if (reopened) break;
    ledger->close();
    ledger = Ledger::open({.data = place.path() / "data", .mode = LedgerOptions::Mode::kReadOnly});
  }
}

// An organization of the partition that records of `org` go to.
std::string neighbour_of(std::string_view org) {
  int number = 0;
  const auto name = [&number] { return "neighbour-" + std::to_string(number); };
  while (partition_of(OrgId(name())) != partition_of(OrgId(org))) ++number;
  return name();
}

TEST(Ledger, TakesNoTimeFromALineOfAWrongOrganization) {
  const ShortLivedDirectory place(memory_place());
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  LedgerInput dated = live("acme", 1, organization());
  dated.at = TimeMs{kStart};
  apply_all(*ledger, {dated}, 1);
  PlanDefined plan;
  plan.plan = Label("pro");
  plan.fee_bps = 400;
  const std::vector<LedgerInput> wrong = {live("acme", 2, plan), live("acme", 3, book("v1", 5, 0)),
                                          live(kLedgerOrg, 4, ClockTicked{}),
                                          live(kLedgerOrg, 5, request("r", 1))};
  for (const LedgerInput& input : wrong) {
    EXPECT_EQ(format_outcome_name(ledger->call(input).back().name), "malformed");
    LedgerInput tick = live(neighbour_of(input.envelope.org_id.view()), 6, ClockTicked{});
    tick.at = TimeMs{kStart + 1'000};
    EXPECT_EQ(ledger->call(tick).back().at, *tick.at);
  }
}

TEST(Ledger, SaysOfAnAppendWhoseFateIsUnknownThatItIs) {
  using Kind = LogFailure::Kind;
  const Failure known = failure_of(LogFailure(Kind::kNoSpace, "log: the disk is full", false));
  EXPECT_FALSE(known.unknown_fate);
  EXPECT_EQ(known.message, "log: the disk is full");
  for (const auto& [kind, exit_status] : {std::pair{Kind::kNoSpace, 3}, {Kind::kUnreachable, 4}}) {
    const Failure failure = failure_of(LogFailure(kind, "log: the disk is full", true));
    EXPECT_TRUE(failure.unknown_fate);
    EXPECT_EQ(failure.exit_status, exit_status);
    for (const char* words : {"log: the disk is full", "unknown", "same ids"}) {
      EXPECT_NE(failure.message.find(words), std::string::npos) << failure.message;
    }
  }
}

// Positions that were answered, and that they are all there are.
class Answered {
 public:
  void add(std::span<const Outcome> lines) {
    const std::lock_guard lock(mutex_);
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(seen_.insert(lines.back().position).second) << "answered twice";
  }
  void expect_dense(LogPort& log, std::size_t count) {
    EXPECT_EQ(seen_.size(), count);
    Offset end = 0;
    for (PartitionId p = 0; p < kPartitionCount; ++p) end += log.end_offset(p);
    EXPECT_EQ(static_cast<std::size_t>(end), count);
    for (const LogPosition position : seen_) {
      EXPECT_LT(position.offset, log.end_offset(position.partition));
    }
  }

 private:
  std::mutex mutex_;
  std::set<LogPosition> seen_;
};

TEST(Ledger, AnswersCallsOfManyThreadsOnceEach) {
  const ShortLivedDirectory place(memory_place());
  constexpr int kThreads = 8;
  constexpr int kCalls = 150;
  const auto ledger = Ledger::open({.data = place.path() / "data", .partition_threads = 2});
  Answered answered;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const std::string org = "org-" + std::to_string(thread / 2);
      for (int call = 0; call < kCalls; ++call) {
        const int number = thread * kCalls + call;
        Payload payload = call == 0   ? Payload(organization())
                          : call == 1 ? Payload(credits("g" + std::to_string(thread), 10'000))
                                      : Payload(usage("u" + std::to_string(number), 3));
        answered.add(ledger->call(live(org, number, std::move(payload))));
      }
    });
  }
  threads.clear();
  answered.expect_dense(ledger->log(), kThreads * kCalls);
  EXPECT_EQ(texts(ledger->digests()), rebuilt(ledger->log()));
  const auto org = ledger->organization(OrgId("org-0"));
  ASSERT_TRUE(org);
  EXPECT_EQ(org->balance.value, 2 * (10'000 - (kCalls - 2) * 3));
  EXPECT_FALSE(ledger->organization(OrgId("nobody")));
}

TEST(Ledger, AnswersSubmissionsInTheirOrderOnceEach) {
  const ShortLivedDirectory place(memory_place());
  constexpr int kInFlight = 200;
  constexpr int kRounds = 6;
  const auto ledger = Ledger::open({.data = place.path() / "data", .batch_records = 64});
  Answered answered;
  std::vector<LogPosition> order;
  std::atomic<int> done{0};
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kInFlight; ++i) {
      const int number = round * kInFlight + i;
      Payload payload =
          number == 0 ? Payload(organization()) : Payload(usage("u" + std::to_string(number), 1));
      ledger->submit(live("acme", number, std::move(payload)), [&](std::span<const Outcome> lines) {
        answered.add(lines);
        order.push_back(lines.back().position);
        ++done;
      });
    }
    while (done < (round + 1) * kInFlight) std::this_thread::yield();
  }
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end())) << "order of calls is order on the log";
  answered.expect_dense(ledger->log(), kInFlight * kRounds);
  EXPECT_EQ(texts(ledger->digests()), rebuilt(ledger->log()));
}

TEST(Ledger, DecidesWhatWasSubmittedBeforeItIsClosed) {
  const ShortLivedDirectory place(memory_place());
  std::atomic<int> done{0};
  {
    const auto ledger = Ledger::open({.data = place.path() / "data"});
    for (int number = 0; number < 300; ++number) {
      ledger->submit(live("acme", number, usage("u" + std::to_string(number), 1)),
                     [&](std::span<const Outcome>) { ++done; });
    }
    ledger->close();
    EXPECT_EQ(done, 300);
  }
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  EXPECT_EQ(ledger->log().end_offset(partition_of(OrgId("acme"))), 300);
}

}  // namespace
}  // namespace nemo
