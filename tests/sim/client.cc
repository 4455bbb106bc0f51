#include "tests/sim/client.h"

#include <algorithm>
#include <utility>

#include "adapters/daemon/routing.h"

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
  auto input = callers_.next_input();
  if (!input) {
    is_done_ = true;
    return;
  }
  input_ = std::move(*input);
  std::int64_t wait_ms = chance_.between(0, 20);
  if (callers_.is_live) {
    // The input's own time is when it is sent.
    if (input_.at) {
      const std::int64_t due_ms = input_.at->value - SimClock::kStartMs;
      wait_ms += std::max<std::int64_t>(0, due_ms - callers_.around.schedule.now_ms());
    }
    input_.at.reset();
  } else if (input_.at && callers_.around.faults.strikes(Fault::kFarFuture)) {
    input_.at->value += kYearMs;
  }
  callers_.around.schedule.after(wait_ms, [this] { send(); });
}

void Client::send() {
  Faults& faults = callers_.around.faults;
  if (!std::exchange(is_sent_, true)) callers_.sent();
  retry_after(kTimeoutMs + chance_.between(0, 500));
  if (faults.strikes(Fault::kLostRequest)) return;
  callers_.around.schedule.after(chance_.between(0, 5), [this, request = request_] {
    if (request == request_) append(true);
  });
  if (!faults.strikes(Fault::kDuplicate)) return;
  callers_.around.schedule.after(chance_.between(0, 3'000), [this, request = request_] {
    if (request == request_) append(false);
  });
}

void Client::append(bool is_first) {
  Surroundings& around = callers_.around;
  std::vector<NewRecord> records;
  route(input_, records);
  std::vector<LogPosition> positions;
  try {
    positions = around.log.append(records);
  } catch (const LogFailure& failure) {
    around.trace.tell(name_, "is refused: " + failure.message() +
                                 (failure.unknown_fate() ? " (unknown fate)" : ""));
    return callers_.appended();  // asks again when its time is over
  }
  callers_.appended();
  const LogPosition position = positions.back();
  around.trace.tell(name_, "appends " + format_position(position));
  if (!is_first || around.faults.strikes(Fault::kLostAnswer)) return;
  callers_.await(position, [this, position, request = request_] {
    if (request == request_) answered(position);
  });
}

void Client::retry_after(std::int64_t delay_ms) {
  callers_.around.schedule.after(delay_ms, [this, request = request_, attempt = ++attempt_] {
    if (request != request_ || attempt != attempt_) return;
    const bool goes_away = !callers_.around.faults.stopped() && chance_.strikes(300);
    if (goes_away) return move_on();
    callers_.around.trace.tell(name_, "asks again");
    send();
  });
}

void Client::answered(LogPosition position) {
  callers_.around.history.told(position);
  move_on();
}

void Client::move_on() {
  ++request_;
  is_sent_ = false;
  take_next();
}

}  // namespace nemo::sim
