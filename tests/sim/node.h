#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/runner/runner.h"
#include "tests/sim/history.h"
#include "tests/sim/log.h"
#include "tests/sim/stores.h"
#include "tests/sim/writer.h"

namespace nemo::sim {

// Of the newest binary of a simulated world: a version later than the real one, deciding as it
// does.
inline constexpr std::int64_t kNewestSimulatedRules = 2;

// What a node shares with its world.
struct Surroundings {
  Schedule& schedule;
  Faults& faults;
  const Trace& trace;
  SimLog& log;
  Disk& log_disk;
  History& history;
  // A record was decided: whoever waits for it may be told.
  std::function<void(LogPosition)> decided;
  bool rules_are_activated = false;
  std::array<std::int64_t, kPartitionCount>
      leaderless_until_ms{};  // such a partition takes nothing
};

// One replica: the real runner over a simulated disk, and the operator who starts it again, doing
// what its last message asked for. What no fault explains is Broken.
class Node {
 public:
  Node(unsigned number, Surroundings& around, const Chance& chance);

  // Something may be new.
  void wake(std::int64_t delay_ms = 0);
  // Its reads of the log are wrong from here on.
  void plant_bug() { view_.plant_bug(); }
  // Nothing goes wrong any more: disks are mended, the newest binary is installed.
  void heal();
  // Everything on the log is decided and written.
  bool is_done() const;
  // Once done: digests of all partitions go to the history, every truth is asked.
  void check();

  // For who looks for the reason of a failure, after it: the state's records that a replay from
  // the log's first record has otherwise.
  std::string differing_records();

  std::uint64_t starts() const { return starts_; }
  const std::string& name() const { return name_; }

 private:
  void start();
  void open_engine();
  void open_runner();
  void draw_options();
  void turn();
  void advance();
  void work();
  void see_digests();
  std::string differing_records(PartitionId partition);
  void die();
  void live_through(const std::function<void()>& work);
  bool is_explained(const StoreFailure& failure) const;
  void mend(const StoreFailure& failure);
  void mend(const LogFailure& failure);
  void restart_after(std::int64_t delay_ms);
  void look_at_log();
  void hide_records();
  bool is_blind() const;
  bool sees_more();

  static constexpr const char* kState = "state";
  static constexpr const char* kOutcomes = "outcomes";

  std::string name_;
  Surroundings& around_;
  Chance chance_;
  Disk disk_;
  LogView view_;
  std::unique_ptr<SimStateStore> state_;
  std::unique_ptr<SimOutcomeStore> outcomes_;
  std::unique_ptr<Runner> runner_;
  SteppedWriter* writer_ = nullptr;  // the runner's
  RunnerOptions options_;
  std::uint64_t seen_cut_ = 0;
  std::int64_t newest_rules_ = 1;
  std::int64_t blind_until_ms_ = 0;
  bool is_waking_ = false;
  bool is_truncated_ = false;
  bool lost_record_ = false;
  std::array<std::int64_t, kPartitionCount> hidden_until_ms_{};
  std::array<Offset, kPartitionCount> hidden_from_{};
  std::uint64_t starts_ = 0;
  std::uint64_t life_ = 0;  // what was scheduled for an earlier life does nothing
};

}  // namespace nemo::sim
