#include "adapters/daemon/group_commit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace nemo {
namespace {

LedgerInput numbered(int number) {
  LedgerInput input;
  input.at = TimeMs{number};
  return input;
}

// Answers every input with its number, and notes the sizes of the batches.
struct Decider {
  std::atomic<int> decided{0};
  std::atomic<int> at_once{0};
  std::atomic<bool> fails{false};
  std::vector<std::size_t> batches;

  void operator()(std::vector<LedgerInput>& inputs, const Ledger::Answer& answer) {
    EXPECT_EQ(++at_once, 1) << "batches never overlap";
    batches.push_back(inputs.size());
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    if (!fails) {
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        Outcome line;
        line.at = *inputs[i].at;
        answer(i, {&line, 1});
        ++decided;
      }
    }
    --at_once;
    if (fails) throw Failure{3, "the disk is full; free some space"};
  }
};

TEST(GroupCommit, GivesEachCallerItsOwnAnswerInBatchesThatAreNotTooLarge) {
  Decider decider;
  std::atomic<int> submitted{0};
  {
    GroupCommit group(std::ref(decider), 5);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 12; ++thread) {
      threads.emplace_back([&, thread] {
        for (int call = 0; call < 50; ++call) {
          const int number = thread * 50 + call;
          const auto expect_own = [number](std::span<const Outcome> lines) {
            ASSERT_EQ(lines.size(), 1U);
            EXPECT_EQ(lines[0].at.value, number);
          };
          if (call % 3 == 0) {
            group.submit(numbered(number), [&submitted, expect_own](auto lines) {
              expect_own(lines);
              ++submitted;
            });
          } else {
            int answers = 0;
            group.call(numbered(number), [&](auto lines) {
              expect_own(lines);
              ++answers;
            });
            EXPECT_EQ(answers, 1);
          }
          if (call % 10 == 0) group.alone([&] { EXPECT_EQ(decider.at_once, 0); });
        }
      });
    }
  }
  EXPECT_EQ(decider.decided, 600);
  EXPECT_EQ(submitted, 12 * 17);
  for (const std::size_t size : decider.batches) {
    EXPECT_GE(size, 1U);
    EXPECT_LE(size, 5U);
  }
}

TEST(GroupCommit, TellsEveryCallerOfAFailureAndEndsAllTheSame) {
  Decider decider;
  decider.fails = true;
  std::atomic<int> told{0};
  std::atomic<int> done{0};
  {
    GroupCommit group(std::ref(decider), 3);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 12; ++thread) {
      threads.emplace_back([&, thread] {
        try {
          if (thread % 4 == 0) group.submit(numbered(thread), [&](auto) { ++done; });
          group.call(numbered(thread), [&](auto) { ++done; });
        } catch (const Failure& failure) {
          EXPECT_EQ(failure.message, "the disk is full; free some space");
          ++told;
        }
      });
    }
    threads.clear();
    EXPECT_THROW(group.call(numbered(1), {}), Failure);
    EXPECT_THROW(group.submit(numbered(1), {}), Failure);
    EXPECT_THROW(group.alone([] { FAIL() << "runs after a failure"; }), Failure);
  }
  EXPECT_EQ(told, 12);
  EXPECT_EQ(done, 0);
}

TEST(GroupCommit, RunsWorkAloneAgainAfterItThrew) {
  Decider decider;
  GroupCommit group(std::ref(decider), 3);
  EXPECT_THROW(group.alone([] { throw Failure{3, "no"}; }), Failure);
  int ran = 0;
  group.alone([&] { ++ran; });
  EXPECT_EQ(ran, 1);
  group.call(numbered(1), [&](auto) { ++ran; });
  EXPECT_EQ(ran, 2);
}

}  // namespace
}  // namespace nemo
