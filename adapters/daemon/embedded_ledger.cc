#include "adapters/daemon/embedded_ledger.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "adapters/daemon/routing.h"
#include "adapters/embedded_log/wal_check.h"
#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "events/catalog/rules.h"
#include "events/log/partitioner.h"
#include "events/wire/outcome_codec.h"

namespace nemo {
namespace {

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

RunnerOptions runner_options(const LedgerOptions& options, SystemClock& clock) {
  RunnerOptions runner;
  runner.batch_records = options.batch_records;
  runner.threads = options.partition_threads;
  runner.read_only = options.mode == LedgerOptions::Mode::kReadOnly;
  runner.monotonic_ms = [&clock] { return clock.steady_ms(); };
  return runner;
}

// Why a record must not come onto the log; nothing if it may.
std::optional<Failure> refusal_of(const LedgerInput& input) {
  const auto version = unknown_rules(input.envelope);
  if (!version) return std::nullopt;
  return Failure{2, "the record with event_id " + format_event_id(*input.envelope.event_id) + " " +
                        unknown_rules_text(*version) + ", or leave the record out"};
}

void refuse_unknown(const LedgerInput& input) {
  if (const auto refusal = refusal_of(input)) throw *refusal;
}

[[noreturn]] void fail_lines(LogPosition position, const std::string& how) {
  throw StoreFailure{StoreFailure::Kind::kDamaged,
                     "outcomes: the lines of " + format_position(position) + " are " + how +
                         "; run verify, or remove the folder outcomes: the next `apply` makes it "
                         "anew from the log"};
}

// What time caused comes first, by due time, then by the position that created it.
bool caused_before(const Outcome& a, const Outcome& b) {
  if (a.by_time != b.by_time) return a.by_time;
  if (!a.by_time) return false;
  return std::tie(a.at, a.position.partition, a.created_offset) <
         std::tie(b.at, b.position.partition, b.created_offset);
}

}  // namespace

std::unique_ptr<Ledger> Ledger::open(const LedgerOptions& options) {
  return std::make_unique<EmbeddedLedger>(options);
}

EmbeddedLedger::EmbeddedLedger(const LedgerOptions& options) : options_(options) {
  with_failures([this] {
    const DataDirectory places = open_directory(options_.data, options_.mode);
    const bool read_only = options_.mode == LedgerOptions::Mode::kReadOnly;
    log_ = std::make_unique<EmbeddedLog>(
        places.log, read_only ? EmbeddedLog::Mode::kReadOnly : EmbeddedLog::Mode::kCreate, clock_);
    // Only deciding from the first record on gives lines that are gone.
    if (!read_only && !places.has_outcomes) std::filesystem::remove_all(places.state);
    start_engine(places);
    if (const auto missing = runner_->record_without_lines()) {
      if (read_only) fail_lines(*missing, "missing, though the state was reached with them");
      stop_engine();
      std::filesystem::remove_all(places.state);
      start_engine(places);
    }
    catch_up();
  });
  group_ = std::make_unique<GroupCommit>(
      [this](std::vector<LedgerInput>& inputs, const Answer& answer) { decide(inputs, answer); },
      options_.batch_records);
}

// A ledger that was never written to has no stores yet; reading makes none.
void EmbeddedLedger::start_engine(const DataDirectory& places) {
  const bool read_only = options_.mode == LedgerOptions::Mode::kReadOnly;
  PartitionEngine::Ports ports{*log_};
  if (!read_only) {
    for (const auto& store : {places.state, places.outcomes}) {
      embedded_log::drop_torn_manifest(store);
    }
  }
  if (!read_only || places.has_stores()) {
    state_ = std::make_unique<RocksStateStore>(places.state, read_only);
    outcomes_ = std::make_unique<RocksOutcomeStore>(places.outcomes, read_only);
    ports.store = state_.get();
    ports.outcomes = outcomes_.get();
  }
  runner_ = std::make_unique<Runner>(ports, runner_options(options_, clock_));
}

void EmbeddedLedger::catch_up() {
  std::uint64_t whole = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const Offset next = runner_->partition(partition).next_offset();
    whole += static_cast<std::uint64_t>(std::max<Offset>(0, log_->end_offset(partition) - next));
  }
  runner_->catch_up([&](std::uint64_t done) {
    if (options_.progress) options_.progress(done, whole);
  });
}

void EmbeddedLedger::stop_engine() {
  runner_.reset();
  outcomes_.reset();
  state_.reset();
}

EmbeddedLedger::~EmbeddedLedger() {
  try {
    close();
  } catch (const Failure&) {
    // The log has everything; the next start catches up.
  }
}

void EmbeddedLedger::close() {
  if (closed_) return;
  closed_ = true;
  group_.reset();
  if (options_.mode == LedgerOptions::Mode::kReadOnly) return;
  with_failures([this] {
    runner_->checkpoint();
    stop_engine();
    log_->close();
  });
}

void EmbeddedLedger::apply(std::vector<LedgerInput>& inputs, const Answer& answer) {
  // What comes before a record that is refused is decided, however large a batch is.
  const auto refused = std::find_if(inputs.begin(), inputs.end(), [](const LedgerInput& input) {
    return refusal_of(input).has_value();
  });
  const auto refusal = refused == inputs.end() ? std::nullopt : refusal_of(*refused);
  inputs.erase(refused, inputs.end());
  group_->alone([&] { decide(inputs, answer); });
  if (refusal) throw *refusal;
}

std::vector<Outcome> EmbeddedLedger::call(LedgerInput input) {
  refuse_unknown(input);
  std::vector<Outcome> lines;
  group_->call(std::move(input), [&lines](std::span<const Outcome> answered) {
    lines.assign(answered.begin(), answered.end());
  });
  return lines;
}

void EmbeddedLedger::submit(LedgerInput input, std::function<void(std::span<const Outcome>)> done) {
  refuse_unknown(input);
  group_->submit(std::move(input), std::move(done));
}

void EmbeddedLedger::decide(std::vector<LedgerInput>& inputs, const Answer& answer) {
  if (inputs.empty()) return;
  with_failures([&] {
    append(inputs);
    advance();
    for (std::size_t index = 0; index < inputs.size(); ++index) answer_one(index, answer);
    runner_->take_lines();
  });
}

void EmbeddedLedger::append(const std::vector<LedgerInput>& inputs) {
  records_.clear();
  places_.clear();
  for (const LedgerInput& input : inputs) {
    const std::size_t first = records_.size();
    places_.push_back({first, route(input, records_)});
  }
  positions_ = log_->append(records_);
}

void EmbeddedLedger::advance() {
  Runner::Ends ends;
  for (const LogPosition position : positions_) {
    std::optional<Offset>& end = ends[position.partition];
    end = std::max(end.value_or(0), position.offset + 1);
  }
  runner_->advance(ends);
}

void EmbeddedLedger::answer_one(std::size_t index, const Answer& answer) {
  const Places& places = places_[index];
  if (places.count == 1) return answer(index, runner_->lines_of(positions_[places.first]));
  gather_from_all(places);
  answer(index, gathered_);
}

// Every copy lets time pass in its partition; the copy in partition 0 answers.
void EmbeddedLedger::gather_from_all(const Places& places) {
  gathered_.clear();
  for (std::size_t i = places.first; i < places.first + places.count; ++i) {
    for (const Outcome& line : runner_->lines_of(positions_[i])) {
      if (line.by_time || positions_[i].partition == 0) gathered_.push_back(line);
    }
  }
  std::stable_sort(gathered_.begin(), gathered_.end(), caused_before);
}

std::vector<PartitionDigest> EmbeddedLedger::digests() {
  std::vector<PartitionDigest> digests;
  with_failures([&] {
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const Digest digest = runner_->digest(partition);
      digests.push_back({partition, runner_->partition(partition).next_offset(), digest});
    }
  });
  return digests;
}

std::optional<OrgState> EmbeddedLedger::organization(const OrgId& org_id) {
  return with_failures([&]() -> std::optional<OrgState> {
    PartitionState& state = runner_->partition(partition_of(org_id)).state();
    std::string key;
    org_key(key, ObjectKind::kOrg, org_id.view());
    if (state.orgs.find(key) == nullptr && state_ != nullptr) load_objects(state, *state_, {key});
    const auto* org = state.orgs.find(key);
    if (org == nullptr) return std::nullopt;
    return org->record;
  });
}

TimeMs EmbeddedLedger::log_time() {
  TimeMs latest;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    latest = std::max(latest, runner_->partition(partition).state().globals.log_time);
  }
  return latest;
}

std::vector<PriceBookPublished> EmbeddedLedger::price_books() {
  std::vector<PriceBookPublished> books;
  for (const BookState& book : runner_->partition(0).state().books) {
    books.push_back({book.version, book.effective_from, book.models});
  }
  return books;
}

std::array<Wide, kAccountCount> EmbeddedLedger::accounts() {
  std::array<Wide, kAccountCount> sums{};
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const auto& accounts = runner_->partition(partition).state().globals.accounts;
    for (std::size_t account = 0; account < sums.size(); ++account) {
      sums[account] += accounts[account];
    }
  }
  return sums;
}

// A read of its own where the lines are stored: the walk below reads far ahead.
std::vector<Outcome> EmbeddedLedger::outcomes_at(LogPosition position) {
  const auto stored = with_failures([&] {
    runner_->checkpoint();
    const bool is_stored = position.offset < runner_->partition(position.partition).unstored_from();
    return outcomes_ != nullptr && is_stored ? outcomes_->read(position) : std::nullopt;
  });
  if (stored) {
    if (auto lines = decode_outcomes(position, *stored)) return *lines;
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

void EmbeddedLedger::each_outcome(LogPosition from,
                                  const std::function<bool(std::span<const Outcome>)>& visit) {
  with_failures([&] {
    runner_->checkpoint();
    PartitionEngine& engine = runner_->partition(from.partition);
    bool more = true;
    Offset next = from.offset;
    const auto show = [&](Offset offset, std::string_view bytes) {
      const LogPosition position{from.partition, offset};
      if (offset != next) fail_lines({from.partition, next}, "missing");
      const auto lines = decode_outcomes(position, bytes);
      if (!lines) fail_lines(position, "not readable");
      next = offset + 1;
      more = visit(*lines);
      return more;
    };
    const Offset stored_end = engine.unstored_from();
    if (outcomes_ != nullptr) {
      outcomes_->scan(from, [&](Offset offset, std::string_view bytes) {
        return offset < stored_end && show(offset, bytes);
      });
    }
    if (more && next < stored_end) fail_lines({from.partition, next}, "missing");
    while (more && next < engine.next_offset()) show(next, engine.unstored_lines(next));
  });
}

}  // namespace nemo
