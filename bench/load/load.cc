#include "bench/load/load.h"

#include <algorithm>
#include <utility>

namespace nemo::load {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kPatience = 30 * kSecond;

std::string fresh_run_id() {
  return std::to_string(std::random_device{}()) + "-" + std::to_string(std::random_device{}());
}

}  // namespace

Load::Load(Connections& connections, const std::string& authority, std::vector<std::string> keys,
           const Plan& plan)
    : connections_(connections),
      requests_(authority),
      keys_(std::move(keys)),
      plan_(plan),
      run_id_(fresh_run_id()),
      jobs_(connections.size()) {}

Tally Load::run(const std::function<void(const Tally&)>& each_second) {
  begin(steady_ns());
  while (steady_ns() < end_ns_) {
    start_what_is_due();
    connections_.wait(next_wake());
    if (steady_ns() < second_ns_) continue;
    second_ns_ += kSecond;
    each_second(tally_);
  }
  const std::int64_t patience_ends = end_ns_ + kPatience;
  while (steady_ns() < patience_ends) {
    start_what_is_due();
    if (connections_.under_way() == 0) break;
    connections_.wait(patience_ends);
  }
  connections_.abandon();
  if (plan_.rate != 0) {
    tally_.not_asked = plan_.rate * (plan_.warm_up_seconds + plan_.seconds) - arrivals_;
  }
  return std::move(tally_);
}

void Load::begin(std::int64_t now) {
  begin_ns_ = now;
  measured_ns_ = now + plan_.warm_up_seconds * kSecond;
  end_ns_ = measured_ns_ + plan_.seconds * kSecond;
  second_ns_ = now + kSecond;
  tally_.seconds = plan_.seconds;
  for (std::size_t connection = 0; connection < connections_.size(); ++connection) {
    if (plan_.rate == 0) {
      start(connection, steady_ns());
    } else {
      idle_.push_back(connection);
    }
  }
}

// Arrivals wait in order where no connection is free: their times go on.
void Load::start_what_is_due() {
  if (plan_.rate == 0) return;
  const std::int64_t now = std::min(steady_ns(), end_ns_ - 1);
  while (!idle_.empty()) {
    const std::int64_t due = begin_ns_ + arrivals_ * kSecond / plan_.rate;
    if (due > now) return;
    ++arrivals_;
    const std::size_t connection = idle_.back();
    idle_.pop_back();
    start(connection, due);
  }
}

std::int64_t Load::next_wake() const {
  const std::int64_t wake = std::min(second_ns_, end_ns_);
  if (plan_.rate == 0 || idle_.empty()) return wake;
  return std::min(wake, begin_ns_ + arrivals_ * kSecond / plan_.rate);
}

void Load::finish(std::size_t connection) {
  if (plan_.rate != 0) return idle_.push_back(connection);
  const std::int64_t now = steady_ns();
  if (now < end_ns_) start(connection, now);
}

}  // namespace nemo::load
