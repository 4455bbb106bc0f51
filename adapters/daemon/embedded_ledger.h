#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adapters/daemon/decided_counts.h"
#include "adapters/daemon/engine_ledger.h"
#include "adapters/daemon/group_commit.h"
#include "adapters/embedded_log/embedded_log.h"

namespace nemo {

// The Ledger on the embedded log: wires log, engine and stores. See ledger.h.
class EmbeddedLedger : public EngineLedger {
 public:
  explicit EmbeddedLedger(const LedgerOptions& options);
  ~EmbeddedLedger() override;

  void apply(std::vector<LedgerInput>& inputs, const Answer& answer) override;
  std::vector<Outcome> call(LedgerInput input) override;
  void submit(LedgerInput input, Done done, Failed failed) override;
  std::optional<Failure> failure() override { return group_->failure(); }
  NodeStanding standing() override;
  const std::string& repaired() const override { return log_->repaired(); }
  LogPort& log() override { return *log_; }
  void close() override;

 private:
  // Where the record of one input went: one partition, or all of them, partition 0 last.
  struct Places {
    std::size_t first = 0;
    std::size_t count = 0;
  };

  void catch_up();
  void decide(std::vector<LedgerInput>& inputs, const Answer& answer);
  void append(const std::vector<LedgerInput>& inputs);
  void advance();
  void count_decided(const Runner::Ends& ends);
  void answer_one(std::size_t index, const Answer& answer);
  void gather_from_all(const Places& places);

  EmbeddedLog* log_ = nullptr;  // that the engine reads too
  std::unique_ptr<GroupCommit> group_;
  bool closed_ = false;
  DecidedCounts decided_;
  std::atomic<std::uint64_t> records_decided_ = 0;
  NodeStanding last_standing_;  // once it is closed

  // Of the batch being decided.
  std::vector<NewRecord> records_;
  std::vector<Places> places_;
  std::vector<LogPosition> positions_;
  std::vector<Outcome> gathered_;
};

}  // namespace nemo
