#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "adapters/daemon/checkpoint_times.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/ledger.h"
#include "adapters/embedded_log/system_clock.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"

namespace nemo {

// Runs `work`; what the rooms below throw becomes a Failure.
template <class Work>
auto with_failures(Work&& work) {
  try {
    return work();
  } catch (const LogFailure& failure) {
    throw failure_of(failure);
  } catch (const StoreFailure& failure) {
    throw failure_of(failure);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Failure{3, std::string(error.what()) + "; check the path and its permissions"};
  }
}

// What every ledger is beside its log: the engine, the stores under its directory, and what can be
// read from both. Whoever steps the engine holds engine_mutex_.
class EngineLedger : public Ledger {
 public:
  explicit EngineLedger(const LedgerOptions& options) : options_(options) {}

  std::vector<PartitionDigest> digests() override;
  bool read(const OrgId& org_id, const std::function<void(const OrgReading&)>& visit) override;
  std::optional<OrgState> organization(const OrgId& org_id) override;
  std::optional<ReservationState> reservation(const OrgId& org_id,
                                              const ReservationId& id) override;
  TopUpState top_up(const OrgId& org_id) override;
  std::vector<LinkedCustomer> customers(const OrgId& org_id) override;
  std::vector<Outcome> dry_run(const Envelope& call, TimeMs now) override;
  ReservationStory story(const OrgId& org_id, const ReservationId& id,
                         const std::function<bool(std::uint64_t records_done)>& progress) override;
  std::vector<Team> teams(const OrgId& org_id, const TeamId& from, std::size_t limit) override;
  std::optional<LogPosition> first_of(const OrgId& org_id, const EventId& event_id) override;
  bool read_within_done(const OrgId& org_id,
                        const std::function<void(const OrgReading&)>& visit) override;
  std::uint64_t settings_version(PartitionId partition) override;
  TimeMs log_time() override;
  std::vector<PriceBookPublished> price_books() override;
  std::vector<PriceBookName> price_book_names(std::size_t from, std::size_t limit) override;
  std::array<Wide, kAccountCount> accounts() override;
  std::vector<Outcome> outcomes_at(LogPosition position) override;
  void each_outcome(LogPosition from,
                    const std::function<bool(std::span<const Outcome>)>& visit) override;

 protected:
  // Runs `work` while nothing else uses the engine.
  template <class Work>
  auto with_engine(Work&& work) {
    const std::lock_guard lock(engine_mutex_);
    return with_failures(work);
  }

  bool read_only() const { return options_.mode == LedgerOptions::Mode::kReadOnly; }
  // Opens the stores and loads the engine over `log`, which it keeps; state that cannot be trusted
  // is removed and made anew. Throws LogFailure, StoreFailure.
  void start_engine(std::unique_ptr<LogPort> log, const DataDirectory& places);
  void stop_engine();

  LedgerOptions options_;
  SystemClock clock_;
  CheckpointTimes checkpoint_times_;
  std::mutex engine_mutex_;
  std::unique_ptr<LogPort> engine_log_;  // what the runner reads
  std::unique_ptr<RocksStateStore> state_;
  std::unique_ptr<RocksOutcomeStore> outcomes_;
  std::unique_ptr<Runner> runner_;

 private:
  // In memory, from the store if need be; null if there is none.
  template <class Record>
  const Record* find(PartitionState& state, ObjectTable<Record>& table, std::string_view key);
  // What the organization is to Stripe; null where nothing is known.
  const CustomerState* customer(const OrgId& org_id);
  void load_engine(const DataDirectory& places);
  void store_settings(PartitionId partition);

  // Up to which version what a partition's store has of settings is known to be whole.
  std::array<std::optional<std::uint64_t>, kPartitionCount> settings_stored_;
};

// What time caused comes first, by due time, then by the position that created it.
bool caused_before(const Outcome& a, const Outcome& b);

// Why a record must not come onto a log; nothing if it may.
std::optional<Failure> refusal_of(const LedgerInput& input);
// Of several: that of the first, which leaves with all behind it. What comes before it is decided,
// however large a batch is.
std::optional<Failure> leave_out_refused(std::vector<LedgerInput>& inputs);
// Throws refusal_of().
void refuse_unknown(const LedgerInput& input);

}  // namespace nemo
