#include "adapters/daemon/engine_ledger.h"

#include <algorithm>
#include <tuple>

#include "adapters/embedded_log/wal_check.h"
#include "engine/core/dry_run.h"
#include "engine/core/prefetch.h"
#include "engine/runner/checkpoint.h"
#include "engine/runner/writer_thread.h"
#include "engine/state/object_key.h"
#include "events/catalog/rules.h"
#include "events/log/partitioner.h"
#include "events/wire/outcome_codec.h"

namespace nemo {
namespace {

RunnerOptions runner_options(const LedgerOptions& options, SystemClock& clock,
                             CheckpointTimes& times) {
  RunnerOptions runner;
  runner.batch_records = options.batch_records;
  runner.threads = options.partition_threads;
  runner.read_only = options.mode == LedgerOptions::Mode::kReadOnly;
  runner.monotonic_ms = [&clock] { return clock.steady_ms(); };
  runner.writer = [&times](StateStore& store, OutcomeStore& outcomes) {
    return std::make_unique<WriterThread>(store, outcomes,
                                          [&times](const auto& write) { times.around(write); });
  };
  return runner;
}

[[noreturn]] void fail_lines(LogPosition position, const std::string& how) {
  throw StoreFailure{StoreFailure::Kind::kDamaged,
                     "outcomes: the lines of " + format_position(position) + " are " + how +
                         "; run verify, or remove the folder outcomes: the next `apply` makes it "
                         "anew from the log"};
}

}  // namespace

bool caused_before(const Outcome& a, const Outcome& b) {
  if (a.by_time != b.by_time) return a.by_time;
  if (!a.by_time) return false;
  return std::tie(a.at, a.position.partition, a.created_offset) <
         std::tie(b.at, b.position.partition, b.created_offset);
}

std::optional<Failure> refusal_of(const LedgerInput& input) {
  const auto version = unknown_rules(input.envelope);
  if (!version) return std::nullopt;
  return Failure{2, "the record with event_id " + format_event_id(*input.envelope.event_id) + " " +
                        unknown_rules_text(*version) + ", or leave the record out"};
}

std::optional<Failure> leave_out_refused(std::vector<LedgerInput>& inputs) {
  std::optional<Failure> refusal;
  const auto refused = std::find_if(inputs.begin(), inputs.end(), [&](const LedgerInput& input) {
    refusal = refusal_of(input);
    return refusal.has_value();
  });
  inputs.erase(refused, inputs.end());
  return refusal;
}

void refuse_unknown(const LedgerInput& input) {
  if (const auto refusal = refusal_of(input)) throw *refusal;
}

// Lines are stored before the state: where they are missing, only deciding from the first record on
// gives them again.
void EngineLedger::start_engine(std::unique_ptr<LogPort> log, const DataDirectory& places) {
  engine_log_ = std::move(log);
  if (!read_only() && !places.has_outcomes) std::filesystem::remove_all(places.state);
  load_engine(places);
  if (const auto missing = runner_->record_without_lines()) {
    if (read_only()) fail_lines(*missing, "missing, though the state was reached with them");
    stop_engine();
    std::filesystem::remove_all(places.state);
    load_engine(places);
  }
}

// A ledger that was never written to has no stores yet; reading makes none.
void EngineLedger::load_engine(const DataDirectory& places) {
  PartitionEngine::Ports ports{*engine_log_};
  if (!read_only()) {
    for (const auto& store : {places.state, places.outcomes}) {
      embedded_log::drop_torn_manifest(store);
    }
  }
  if (!read_only() || places.has_stores()) {
    state_ = std::make_unique<RocksStateStore>(places.state, read_only());
    outcomes_ = std::make_unique<RocksOutcomeStore>(places.outcomes, read_only());
    ports.store = state_.get();
    ports.outcomes = outcomes_.get();
  }
  runner_ = std::make_unique<Runner>(ports, runner_options(options_, clock_, checkpoint_times_));
}

void EngineLedger::stop_engine() {
  runner_.reset();
  outcomes_.reset();
  state_.reset();
}

std::vector<PartitionDigest> EngineLedger::digests() {
  std::vector<PartitionDigest> digests;
  with_engine([&] {
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const Digest digest = runner_->digest(partition);
      digests.push_back({partition, runner_->partition(partition).next_offset(), digest});
    }
  });
  return digests;
}

template <class Record>
const Record* EngineLedger::find(PartitionState& state, ObjectTable<Record>& table,
                                 std::string_view key) {
  const auto* found = table.find(key);
  if (found == nullptr && state_ != nullptr) {
    load_objects(state, *state_, {std::string(key)});
    found = table.find(key);
  }
  return found == nullptr ? nullptr : &found->record;
}

bool EngineLedger::read(const OrgId& org_id, const std::function<void(const OrgReading&)>& visit) {
  return with_engine([&] { return read_within_done(org_id, visit); });
}

bool EngineLedger::read_within_done(const OrgId& org_id,
                                    const std::function<void(const OrgReading&)>& visit) {
  PartitionState& state = runner_->partition(partition_of(org_id)).state();
  std::string key;
  const OrgState* org = find(state, state.orgs, org_key(key, ObjectKind::kOrg, org_id.view()));
  if (org == nullptr) return false;
  const DirectoryState* directory =
      find(state, state.directories, org_key(key, ObjectKind::kDirectory, org_id.view()));
  const DirectoryState empty;
  const DirectoryState& known = directory != nullptr ? *directory : empty;
  visit({*org,
         known,
         {state.partition, state.globals.next_offset - 1},
         state.globals.log_time,
         fee_bps_of(state.globals, known.plan)});
  return true;
}

std::optional<OrgState> EngineLedger::organization(const OrgId& org_id) {
  std::optional<OrgState> copy;
  read(org_id, [&](const OrgReading& reading) { copy = reading.org; });
  return copy;
}

std::optional<ReservationState> EngineLedger::reservation(const OrgId& org_id,
                                                          const ReservationId& id) {
  return with_engine([&]() -> std::optional<ReservationState> {
    PartitionState& state = runner_->partition(partition_of(org_id)).state();
    std::string key;
    const ReservationState* found =
        find(state, state.reservations, reservation_key(key, org_id.view(), id.view()));
    return found == nullptr ? std::nullopt : std::optional(*found);
  });
}

const CustomerState* EngineLedger::customer(const OrgId& org_id) {
  PartitionState& state = runner_->partition(partition_of(org_id)).state();
  std::string key;
  const StripeState* found = find(state, state.stripe, stripe_key(key, org_id.view(), {}));
  return found != nullptr && found->customer ? &*found->customer : nullptr;
}

TopUpState EngineLedger::top_up(const OrgId& org_id) {
  return with_engine([&] {
    const CustomerState* known = customer(org_id);
    return known != nullptr ? known->top_up : TopUpState{};
  });
}

std::vector<LinkedCustomer> EngineLedger::customers(const OrgId& org_id) {
  return with_engine([&] {
    const CustomerState* known = customer(org_id);
    return known != nullptr ? known->customers : std::vector<LinkedCustomer>();
  });
}

std::vector<Outcome> EngineLedger::dry_run(const Envelope& call, TimeMs now) {
  return with_engine([&] {
    PartitionState& state = runner_->partition(partition_of(call.org_id)).state();
    const Record record{{state.partition, state.globals.next_offset}, {}, now, call};
    if (state_ != nullptr) {
      const auto any = [](std::string_view) { return true; };
      load_lot_ends(state, *state_, latest_log_time(state, {&record, 1}));
      load_objects(state, *state_, missing_objects(state, {&record, 1}, any));
    }
    return nemo::dry_run(state, record);
  });
}

ReservationStory EngineLedger::story(
    const OrgId& org_id, const ReservationId& id,
    const std::function<bool(std::uint64_t records_done)>& progress) {
  return with_failures([&] { return tell_story(log(), org_id, id, progress); });
}

std::vector<Team> EngineLedger::teams(const OrgId& org_id, const TeamId& from, std::size_t limit) {
  return with_engine([&] {
    if (state_ == nullptr) return std::vector<Team>();
    store_settings(partition_of(org_id));
    return stored_teams(*state_, org_id, from, limit);
  });
}

// A checkpoint takes its time: only where there is a change to store.
void EngineLedger::store_settings(PartitionId partition) {
  const std::uint64_t version = settings_version(partition);
  if (settings_stored_[partition] == version) return;
  runner_->checkpoint();
  settings_stored_[partition] = version;
}

std::optional<LogPosition> EngineLedger::first_of(const OrgId& org_id, const EventId& event_id) {
  return with_engine([&]() -> std::optional<LogPosition> {
    PartitionState& state = runner_->partition(partition_of(org_id)).state();
    const std::string_view id(reinterpret_cast<const char*>(event_id.bytes.data()),
                              event_id.bytes.size());
    std::string key;
    const IdState* known = find(state, state.ids, id_key(key, org_id.view(), IdKind::kEvent, id));
    // A partition where nothing happens has an old log time, and its next record the clock's.
    const TimeMs now = std::max(state.globals.log_time, clock_.wall());
    const TimeMs soon{now.value + 60 * kMsPerMinute};
    if (known == nullptr || (known->forget_at && *known->forget_at <= soon)) return std::nullopt;
    return LogPosition{state.partition, known->offset};
  });
}

std::uint64_t EngineLedger::settings_version(PartitionId partition) {
  return runner_->partition(partition).settings_version();
}

TimeMs EngineLedger::log_time() {
  return with_engine([&] {
    TimeMs latest;
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      latest = std::max(latest, runner_->partition(partition).state().globals.log_time);
    }
    return latest;
  });
}

std::vector<PriceBookPublished> EngineLedger::price_books() {
  return with_engine([&] {
    std::vector<PriceBookPublished> books;
    for (const BookState& book : runner_->partition(0).state().books) {
      books.push_back({book.version, book.effective_from, book.models});
    }
    return books;
  });
}

std::vector<PriceBookName> EngineLedger::price_book_names(std::size_t from, std::size_t limit) {
  return with_engine([&] {
    std::vector<PriceBookName> names;
    const std::vector<BookState>& books = runner_->partition(0).state().books;
    for (std::size_t i = from; i < books.size() && names.size() < limit; ++i) {
      names.push_back({books[i].version, books[i].effective_from, books[i].models.size()});
    }
    return names;
  });
}

std::array<Wide, kAccountCount> EngineLedger::accounts() {
  return with_engine([&] {
    std::array<Wide, kAccountCount> sums{};
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const auto& accounts = runner_->partition(partition).state().globals.accounts;
      for (std::size_t account = 0; account < sums.size(); ++account) {
        sums[account] += accounts[account];
      }
    }
    return sums;
  });
}

// A read of its own where the lines are stored: the walk below reads far ahead. Between the two are
// those on their way to the store.
std::vector<Outcome> EngineLedger::outcomes_at(LogPosition position) {
  const auto kept = with_engine([&]() -> std::optional<std::string> {
    PartitionEngine& engine = runner_->partition(position.partition);
    if (position.offset >= engine.next_offset()) return std::nullopt;
    if (position.offset >= engine.unstored_from()) {
      return std::string(engine.unstored_lines(position.offset));
    }
    if (outcomes_ == nullptr) return std::nullopt;
    if (auto stored = outcomes_->read(position)) return stored;
    runner_->checkpoint();
    return outcomes_->read(position);
  });
  if (kept) {
    if (auto lines = decode_outcomes(position, *kept)) return *lines;
  }
  std::vector<Outcome> found;
  each_outcome(position, [&](std::span<const Outcome> lines) {
    if (!lines.empty() && lines.front().position == position) {
      found.assign(lines.begin(), lines.end());
    }
    return false;
  });
  return found;
}

namespace {

// Shows lines in order, record by record, and none may be missing.
class LinesWalk {
 public:
  LinesWalk(LogPosition from, const std::function<bool(std::span<const Outcome>)>& visit)
      : next_(from), visit_(visit) {}

  Offset next() const { return next_.offset; }
  bool more() const { return more_; }

  bool show(Offset offset, std::string_view bytes) {
    const LogPosition position{next_.partition, offset};
    if (offset != next_.offset) fail_missing();
    const auto lines = decode_outcomes(position, bytes);
    if (!lines) fail_lines(position, "not readable");
    ++next_.offset;
    more_ = visit_(*lines);
    return more_;
  }
  // Of what is stored, up to `end`.
  void show_stored(OutcomeStore& outcomes, Offset end) {
    if (!more_ || next_.offset >= end) return;
    outcomes.scan(next_, [&](Offset offset, std::string_view bytes) {
      return offset < end && show(offset, bytes);
    });
  }
  [[noreturn]] void fail_missing() const { fail_lines(next_, "missing"); }

 private:
  LogPosition next_;
  const std::function<bool(std::span<const Outcome>)>& visit_;
  bool more_ = true;
};

}  // namespace

// What is stored is read beside the engine, which goes on meanwhile; only what came since waits for
// it. Lines that an earlier run stored past its state are decided again first.
void EngineLedger::each_outcome(LogPosition from,
                                const std::function<bool(std::span<const Outcome>)>& visit) {
  PartitionEngine& engine = runner_->partition(from.partition);
  LinesWalk walk(from, visit);
  const Offset decided_end = with_engine([&] { return engine.next_offset(); });
  with_failures([&] {
    if (outcomes_ != nullptr) walk.show_stored(*outcomes_, decided_end);
  });
  if (!walk.more()) return;
  with_engine([&] {
    if (outcomes_ != nullptr && walk.next() < engine.unstored_from()) {
      runner_->checkpoint();
      walk.show_stored(*outcomes_, engine.unstored_from());
    }
    if (walk.more() && walk.next() < engine.unstored_from()) walk.fail_missing();
    while (walk.more() && walk.next() < engine.next_offset()) {
      walk.show(walk.next(), engine.unstored_lines(walk.next()));
    }
  });
}

}  // namespace nemo
