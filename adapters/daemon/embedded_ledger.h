#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/group_commit.h"
#include "adapters/daemon/ledger.h"
#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"

namespace nemo {

// The Ledger on the embedded log: wires log, engine and stores. See ledger.h.
class EmbeddedLedger : public Ledger {
 public:
  explicit EmbeddedLedger(const LedgerOptions& options);
  ~EmbeddedLedger() override;

  void apply(std::vector<LedgerInput>& inputs, const Answer& answer) override;
  std::vector<Outcome> call(LedgerInput input) override;
  void submit(LedgerInput input, std::function<void(std::span<const Outcome>)> done) override;
  const std::string& repaired() const override { return log_->repaired(); }
  std::vector<PartitionDigest> digests() override;
  std::optional<OrgState> organization(const OrgId& org_id) override;
  TimeMs log_time() override;
  std::vector<PriceBookPublished> price_books() override;
  std::array<Wide, kAccountCount> accounts() override;
  LogPort& log() override { return *log_; }
  std::vector<Outcome> outcomes_at(LogPosition position) override;
  void each_outcome(LogPosition from,
                    const std::function<bool(std::span<const Outcome>)>& visit) override;
  void close() override;

 private:
  // Where the record of one input went: one partition, or all of them, partition 0 last.
  struct Places {
    std::size_t first = 0;
    std::size_t count = 0;
  };

  void start_engine(const DataDirectory& places);
  void stop_engine();
  void catch_up();
  void decide(std::vector<LedgerInput>& inputs, const Answer& answer);
  void append(const std::vector<LedgerInput>& inputs);
  void advance();
  void answer_one(std::size_t index, const Answer& answer);
  void gather_from_all(const Places& places);

  LedgerOptions options_;
  SystemClock clock_;
  std::unique_ptr<EmbeddedLog> log_;
  std::unique_ptr<RocksStateStore> state_;
  std::unique_ptr<RocksOutcomeStore> outcomes_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<GroupCommit> group_;
  bool closed_ = false;

  // Of the batch being decided.
  std::vector<NewRecord> records_;
  std::vector<Places> places_;
  std::vector<LogPosition> positions_;
  std::vector<Outcome> gathered_;
};

}  // namespace nemo
