#include "tests/sim/client.h"

#include <algorithm>
#include <set>
#include <utility>

#include "adapters/daemon/routing.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"

namespace nemo::sim {
namespace {

constexpr std::int64_t kYearMs = 365 * kMsPerDay;
constexpr std::int64_t kTimeoutMs = 2'000;

}  // namespace

Client::Client(unsigned number, Callers& callers, const Chance& chance)
    : name_("client " + std::to_string(number)),
      callers_(callers),
      chance_(chance.branch("client", number)) {}

void Client::start() {
  callers_.around.schedule.after(chance_.between(0, 20), [this] { take_next(); });
}

void Client::take_next() {
  auto request = callers_.next_request();
  if (!request) {
    is_done_ = true;
    return;
  }
  request_ = std::move(*request);
  std::int64_t wait_ms = chance_.between(0, 20);
  if (callers_.is_live) {
    // The input's own time is when it is sent.
    if (request_.input.at) {
      const std::int64_t due_ms = request_.input.at->value - SimClock::kStartMs;
      wait_ms += std::max<std::int64_t>(0, due_ms - callers_.around.schedule.now_ms());
    }
    request_.input.at.reset();
  } else if (request_.input.at && callers_.around.faults.strikes(Fault::kFarFuture)) {
    request_.input.at->value += kYearMs;
  }
  callers_.around.schedule.after(wait_ms, [this] { send(); });
}

void Client::send() {
  Faults& faults = callers_.around.faults;
  Schedule& schedule = callers_.around.schedule;
  if (!std::exchange(is_sent_, true)) callers_.sent();
  retry_after(kTimeoutMs + chance_.between(0, 500));
  if (faults.strikes(Fault::kLostRequest)) return;
  schedule.after(chance_.between(0, 5), [this, number = number_] {
    if (number != number_) return;
    const auto position = append(request_);
    if (!position || callers_.around.faults.strikes(Fault::kLostAnswer)) return;
    callers_.await(*position, [this, position, number] {
      if (number == number_) answered(*position);
    });
  });
  if (!faults.draw(Fault::kDuplicate)) return;
  // It comes when it comes, also long after its caller was answered.
  schedule.after(chance_.between(0, 3'000), [this, copy = request_] {
    callers_.around.faults.count(Fault::kDuplicate);
    append(copy);
  });
}

// The position whose lines answer; nothing if it was refused or its fate is unknown.
std::optional<LogPosition> Client::append(const Request& request) {
  Surroundings& around = callers_.around;
  std::vector<NewRecord> records;
  route(request.input, records);
  check_route(request.input, records);
  std::optional<LogPosition> position;
  try {
    expect_leaders(records);
    const std::vector<LogPosition> positions = around.log.append(records);
    callers_.placed(positions, request);
    position = positions.back();
    around.trace.tell(name_, "appends " + format_position(*position));
  } catch (const LogFailure& failure) {
    around.trace.tell(name_, "is refused: " + failure.message() +
                                 (failure.unknown_fate() ? " (unknown fate)" : ""));
  }
  around.schedule.after(around.log_disk.take_delay_ms(), callers_.appended);
  return position;
}

// All or nothing here; that copies for all arrive in some partitions alone is not simulated.
void Client::expect_leaders(const std::vector<NewRecord>& records) {
  Surroundings& around = callers_.around;
  const std::int64_t now = around.schedule.now_ms();
  if (around.faults.strikes(Fault::kLeaderChange)) {
    around.leaderless_until_ms[records.front().partition] = now + chance_.between(100, 5'000);
  }
  for (const NewRecord& record : records) {
    if (around.faults.stopped() || now >= around.leaderless_until_ms[record.partition]) continue;
    throw LogFailure(LogFailure::Kind::kUnreachable,
                     "log: partition " + std::to_string(record.partition) + " has no leader");
  }
}

// One record in its organization's partition, or one in each; nothing lost on the way to bytes.
void Client::check_route(const LedgerInput& input, const std::vector<NewRecord>& records) const {
  std::set<PartitionId> places;
  for (const NewRecord& record : records) {
    if (decode_envelope(record.envelope) != input.envelope) {
      throw Broken{name_ + ": the log's bytes do not give the record back"};
    }
    places.insert(record.partition);
  }
  const OrgId& org_id = input.envelope.org_id;
  const bool is_one = records.size() == 1 &&
                      records.front().partition == (org_id.empty() ? 0 : partition_of(org_id));
  const bool is_all = is_broadcast(input.envelope.payload) && places.size() == kPartitionCount &&
                      records.size() == kPartitionCount && records.back().partition == 0;
  if (!is_one && !is_all) throw Broken{name_ + ": a record goes to a wrong partition"};
}

void Client::retry_after(std::int64_t delay_ms) {
  callers_.around.schedule.after(delay_ms, [this, number = number_, attempt = ++attempt_] {
    if (number != number_ || attempt != attempt_) return;
    const bool goes_away = !callers_.around.faults.stopped() && chance_.strikes(300);
    if (goes_away) return move_on();
    callers_.around.trace.tell(name_, "asks again");
    send();
  });
}

void Client::answered(LogPosition position) {
  callers_.around.history.told(name_, position, request_.input.envelope.event_id);
  move_on();
}

void Client::move_on() {
  ++number_;
  is_sent_ = false;
  take_next();
}

}  // namespace nemo::sim
