#include "adapters/daemon/clock_ticks.h"

#include <gtest/gtest.h>

#include "engine/state/object_key.h"
#include "tests/daemon/memory_ports.h"
#include "tests/engine/situation.h"

namespace nemo {
namespace {

constexpr std::int64_t kDay = 86'400'000;

// Records with times of the broker's, from kStart on, which is a midnight.
class Ticks : public testing::Test {
 protected:
  // Whether a partition is to be ticked at kStart + `ms`, and in whose name.
  std::string due(std::int64_t ms) {
    const auto org = due_for_tick(situation_.state(), store_, TimeMs{kStart + ms});
    return org ? std::string(org->view()) : "";
  }
  void live(std::int64_t ms, Payload payload) {
    const TimeMs time{kStart + ms};
    situation_.step_record({{situation_.state().partition, situation_.next_offset()},
                            std::nullopt,
                            time,
                            situation_.envelope(std::move(payload))});
  }
  void set_up() {
    live(0, organization());
    live(0, key("k"));
    live(0, purchase("c", 1'000, 3 * kDay));
  }
  // As a checkpoint leaves it.
  void store_organization() {
    StateChanges changes;
    std::string key;
    changes.put(situation_.state().partition, org_key(key, ObjectKind::kOrg, "acme"), "stored");
    store_.write(changes);
  }

  Situation situation_;
  MemoryStateStore store_;
};

TEST_F(Ticks, AHoldIsDueAtItsLastMillisecondAndNotBefore) {
  set_up();
  live(10, with(request("r", 5), [](auto& asked) { asked.ttl_ms = 2'000; }));
  EXPECT_EQ(due(11), "");
  EXPECT_EQ(due(2'009), "");
  EXPECT_EQ(due(2'010), "acme");
  live(2'010, ClockTicked{});
  EXPECT_EQ(due(2'011), "") << "the tick let time pass";
}

TEST_F(Ticks, CreditsThatEndAreDue) {
  set_up();
  EXPECT_EQ(due(3 * kDay), "acme") << "though no day of an organization is stored";
}

TEST_F(Ticks, ADayThatBeginsIsDueOnceInTheNameOfAnyOrganization) {
  set_up();
  store_organization();
  EXPECT_EQ(due(kDay - 1), "");
  EXPECT_EQ(due(kDay), "acme");
  live(kDay, ClockTicked{});
  EXPECT_EQ(due(2 * kDay - 1), "");
  EXPECT_EQ(due(2 * kDay), "acme");
}

TEST_F(Ticks, NothingIsDueWithoutAnOrganization) {
  live(0, ClockTicked{});
  EXPECT_EQ(due(5 * kDay), "");
}

TEST_F(Ticks, RecordsThatBringTheirOwnTimesAreLeftAlone) {
  situation_ = Situation::with_credits(1'000);
  store_organization();
  situation_.at(10, with(request("r", 5), [](auto& asked) { asked.ttl_ms = 2'000; }));
  EXPECT_EQ(due(9 * kDay), "") << "a tick would end them for ever";
}

TEST_F(Ticks, AClockBehindTheLogLetsNothingPass) {
  set_up();
  store_organization();
  live(5 * kDay, key("late"));
  EXPECT_EQ(due(4 * kDay), "");
  EXPECT_EQ(due(5 * kDay), "");
}

}  // namespace
}  // namespace nemo
