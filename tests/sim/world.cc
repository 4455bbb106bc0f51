#include "tests/sim/world.h"

#include <algorithm>

#include "adapters/daemon/routing.h"
#include "engine/invariants/invariants.h"
#include "engine/runner/replay.h"
#include "events/catalog/rules.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/record_json.h"

namespace nemo::sim {
namespace {

constexpr std::int64_t kRestMs = 60'000;
constexpr std::uint64_t kStepsMax = 5'000'000;
constexpr Offset kRecordsBetweenTruths = 8;

const std::vector<std::string> kProfiles = {"all",     "all", "hot_path", "limits", "budgets",
                                            "credits", "ids", "wrong",    "prices"};
const std::vector<std::int64_t> kLeapsMs = {-31'536'000'000, -3'600'000, -301'000,
                                            -200'000,        200'000,    301'000,
                                            3'600'000,       86'400'000, 31'536'000'000};

}  // namespace

World::World(const Plan& plan, Auditor& auditor)
    : plan_(plan),
      auditor_(auditor),
      chance_(Chance(plan.seed).branch("world")),
      trace_(schedule_, plan.trace),
      faults_(Chance(plan.seed), plan.without),
      clock_(schedule_),
      log_disk_(faults_, chance_.branch("log disk")),
      log_(log_disk_, clock_, trace_),
      around_{schedule_,
              faults_,
              trace_,
              log_,
              log_disk_,
              history_,
              [this](LogPosition position) { decided(position); }},
      callers_{around_,
               [this] { return next_request(); },
               [this] { something_is_sent(); },
               [this] { something_is_appended(); },
               [this](const std::vector<LogPosition>& positions, const Request& request) {
                 for (const LogPosition position : positions) sent_[position] = request.line;
               },
               [this](LogPosition position, std::function<void()> answer) {
                 waiting_[position].push_back(std::move(answer));
               },
               chance_.strikes(5'000)} {
  // Drawn one by one: compilers differ in the order of a call's arguments.
  const auto count = static_cast<std::size_t>(chance_.between(80, 500));
  const std::string& profile = chance_.pick(kProfiles);
  lines_ = auditor_.make_records(plan.seed, count, profile);
  for (std::size_t number = 0; number < lines_.size(); ++number) {
    if (plan.records && !plan.records->contains(number)) continue;
    if (is_blank_line(lines_[number])) continue;
    ParsedRecord parsed = parse_record_json(lines_[number]);
    requests_.push_back({{std::move(parsed.envelope), parsed.at}, &lines_[number]});
  }
  const auto node_count = static_cast<unsigned>(chance_.between(2, 3));
  const auto client_count = static_cast<unsigned>(chance_.between(1, 6));
  for (unsigned number = 0; number < node_count; ++number) {
    nodes_.push_back(std::make_unique<Node>(number, around_, chance_));
    if (plan.canary == Canary::kAll || (plan.canary == Canary::kNode && number == 0)) {
      nodes_.back()->plant_bug();
    }
  }
  for (unsigned number = 0; number < client_count; ++number) {
    clients_.push_back(std::make_unique<Client>(number, callers_, chance_));
    clients_.back()->start();
  }
}

Result World::run() {
  Result result;
  try {
    live();
    check();
  } catch (const Broken& broken) {
    result.broken = broken.what;
  } catch (const LogFailure& failure) {
    result.broken = "nobody caught: " + failure.message();
  } catch (const StoreFailure& failure) {
    result.broken = "nobody caught: " + failure.message;
  } catch (const std::exception& error) {
    result.broken = error.what();
  }
  if (result.broken) trace_.tell("world", "BROKEN: " + *result.broken);
  if (result.broken && plan_.trace) tell_differences();
  result.digest = history_.sum();
  result.faults = faults_.counts();
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    result.digest +=
        hash_record(fault_name(static_cast<Fault>(i)), std::to_string(result.faults[i]));
  }
  result.simulated_ms = schedule_.now_ms();
  result.records = log_.records();
  result.told = history_.told();
  for (const auto& node : nodes_) result.starts += node->starts();
  result.records_given = lines_.size();
  return result;
}

void World::tell_differences() {
  faults_.stop();
  for (const auto& node : nodes_) {
    std::string records;
    try {
      records = node->differing_records();
    } catch (const Broken& broken) {
      records = broken.what;
    } catch (const StoreFailure& failure) {
      records = failure.message;
    } catch (const LogFailure& failure) {
      records = failure.message();
    }
    if (!records.empty()) trace_.tell(node->name(), "its state beside a replay's:" + records);
  }
}

void World::live() {
  for (std::uint64_t steps = 0; steps < kStepsMax; ++steps) {
    if (is_at_rest()) return;
    if (calm_since_ms_ && schedule_.now_ms() > *calm_since_ms_ + kRestMs) {
      throw Broken{"a minute after the last fault the world is not at rest"};
    }
    if (!schedule_.next()) {
      if (is_at_rest()) return;
      throw Broken{"nothing happens any more, and the world is not at rest"};
    }
  }
  throw Broken{"the world does not end"};
}

bool World::is_at_rest() const {
  const auto is_done = [](const auto& each) { return each->is_done(); };
  return calm_since_ms_ && log_.is_up() && std::all_of(clients_.begin(), clients_.end(), is_done) &&
         std::all_of(nodes_.begin(), nodes_.end(), is_done);
}

// A record in a hundred is taken by two callers at once.
std::optional<Request> World::next_request() {
  if (next_ == requests_.size()) {
    if (on_their_way_ == 0) stop_faults();
    return std::nullopt;
  }
  const Request& request = requests_[next_];
  last_ = request.input;
  if (!chance_.strikes(100)) ++next_;
  ++on_their_way_;
  return request;
}

void World::something_is_sent() {
  if (faults_.draw(Fault::kForeignBytes)) append_foreign_bytes();
  if (callers_.is_live && faults_.strikes(Fault::kClockJump)) let_clock_leap();
  if (next_ * 2 > requests_.size() && !around_.rules_are_activated) activate_rules();
  if (--on_their_way_ == 0 && next_ == requests_.size()) stop_faults();
}

void World::something_is_appended() {
  if (!log_.is_up()) return let_log_reopen();
  if (faults_.strikes(Fault::kBitFlip)) log_disk_.flip_a_bit();
  for (const auto& node : nodes_) node->wake(chance_.between(1, 3));
}

// Bytes that another producer made: a record with a few bytes changed, in whatever partition.
void World::append_foreign_bytes() {
  NewRecord record;
  encode_envelope(last_.envelope, record.envelope);
  for (std::int64_t left = chance_.between(1, 3); left > 0 && !record.envelope.empty(); --left) {
    record.envelope[chance_.below(record.envelope.size())] = static_cast<char>(chance_.next());
  }
  if (unknown_rules(decode_envelope(record.envelope), kNewestSimulatedRules)) return;
  record.partition = static_cast<PartitionId>(chance_.below(kPartitionCount));
  if (!callers_.is_live) record.at = last_.at.value_or(TimeMs{0});
  try {
    log_.append({record});
    faults_.count(Fault::kForeignBytes);
    trace_.tell("stranger", "appends bytes");
  } catch (const LogFailure&) {
    // Nobody waits for them.
  }
  something_is_appended();
}

void World::activate_rules() {
  if (!faults_.has(Fault::kOldRules)) return;
  around_.rules_are_activated = true;
  RulesActivated rules;
  rules.rules_version = kNewestSimulatedRules;
  LedgerInput input{{}, callers_.is_live ? std::nullopt : last_.at};
  input.envelope.event_id = EventId{};
  input.envelope.org_id = OrgId(kLedgerOrg);
  input.envelope.payload = rules;
  std::vector<NewRecord> records;
  route(input, records);
  try {
    log_.append(records);
    trace_.tell("operator", "activates rules 2");
  } catch (const LogFailure&) {
    // Perhaps they are on the log, perhaps this world goes without them.
  }
  something_is_appended();
}

void World::decided(LogPosition position) {
  const auto found = waiting_.find(position);
  if (found == waiting_.end()) return;
  for (auto& answer : found->second) {
    std::int64_t delay_ms = chance_.between(0, 3);
    if (faults_.strikes(Fault::kReordered)) delay_ms += chance_.between(1, 300);
    if (faults_.strikes(Fault::kDelayedAnswer)) delay_ms += chance_.between(1'000, 30'000);
    schedule_.after(delay_ms, std::move(answer));
  }
  waiting_.erase(found);
}

void World::let_log_reopen() {
  if (log_is_to_open_) return;
  log_is_to_open_ = true;
  schedule_.after(chance_.between(1, 3'000), [this] {
    log_is_to_open_ = false;
    reopen_log();
  });
}

// The operator sets the clock and frees the disk before he starts the log.
void World::reopen_log() {
  if (log_.is_up()) return;
  clock_.set_wrong_by(0);
  log_disk_.free_space();
  try {
    log_.open();
    trace_.tell("log", "opens");
  } catch (const Died&) {
    log_.die();
  } catch (const LogFailure& failure) {
    trace_.tell("log", failure.message());
    if (!log_disk_.is_damaged()) {
      throw Broken{"the log does not open, and no fault explains it: " + failure.message()};
    }
    log_disk_.heal();
  } catch (const DiskFailure& failure) {
    trace_.tell("log", failure.what);
  }
  something_is_appended();
}

void World::let_clock_leap() {
  const std::int64_t leap_ms = chance_.pick(kLeapsMs);
  trace_.tell("log", "its clock leaps by " + std::to_string(leap_ms / 1'000) + " s");
  clock_.set_wrong_by(leap_ms);
  schedule_.after(chance_.between(1, 10'000), [this] { clock_.set_wrong_by(0); });
}

void World::stop_faults() {
  if (calm_since_ms_) return;
  trace_.tell("world", "no more faults");
  calm_since_ms_ = schedule_.now_ms();
  faults_.stop();
  clock_.set_wrong_by(0);
  log_disk_.heal();
  if (!log_.is_up()) reopen_log();
  for (const auto& node : nodes_) node->heal();
}

void World::check() {
  const auto is_increase = [this](LogPosition position) {
    const Envelope envelope = decode_envelope(log_.read(position).envelope);
    return std::holds_alternative<ReservationIncreased>(envelope.payload);
  };
  for (const auto& node : nodes_) node->check();
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    history_.check_partition(partition, log_.end(partition), is_increase);
  }
  check_replay();
  auditor_.judge(log_, history_, sent_);
}

// From the first record, record by record, in memory alone.
void World::check_replay() {
  LogView view(log_);
  view.refresh();
  if (plan_.canary == Canary::kAll) view.plant_bug();
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    Replay replay(view, partition, kNewestSimulatedRules);
    while (replay.next()) {
      std::string lines;
      encode_outcomes(replay.lines(), lines);
      history_.decided("a replay", replay.record().position, lines);
      const LogPosition next{partition, replay.state().globals.next_offset};
      if (history_.knows_digest(next)) history_.digest("a replay", next, replay.digest());
      if (next.offset % kRecordsBetweenTruths == 0 || next.offset == log_.end(partition)) {
        const auto broken = broken_invariants(replay.state());
        if (!broken.empty()) throw Broken{"a replay: " + broken.front()};
      }
    }
    history_.digest("a replay", {partition, log_.end(partition)}, replay.digest());
  }
}

}  // namespace nemo::sim
