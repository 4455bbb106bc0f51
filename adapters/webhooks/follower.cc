#include "adapters/webhooks/follower.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "events/outcomes/alerts.h"
#include "events/wire/json_members.h"

namespace nemo::webhooks {
namespace {

constexpr std::int64_t kPauseMs = 1'000;  // after a failure

void sleep_for(std::int64_t ms, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, std::chrono::milliseconds(ms), [] { return false; });
}

std::string body_of(const DeliveryKey& key, const Outcome& alert, const std::string& data) {
  std::string body;
  {
    wire::Members members(body);
    members.plain("id", delivery_id(key));
    members.plain("type", outcome_code_name(alert.name.code));
    members.time("created_at", alert.at);
    members.text("org_id", alert.org_id.view());
    members.plain("position", format_position(alert.position));
    members.name("data").append(data);
  }
  return body;
}

}  // namespace

Follower::Follower(const FollowerPorts& ports, Outbox& outbox, Cursors cursors)
    : ports_(ports), outbox_(outbox), cursors_(std::move(cursors)) {}

void Follower::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      look(stop);
      sleep_for(kLookMs, stop);
    } catch (const Unavailable& unavailable) {
      ports_.tell(unavailable.reason);
      sleep_for(kPauseMs, stop);
    } catch (...) {
      ports_.tell("looking for the alerts of webhooks failed: it is tried again");
      sleep_for(kPauseMs, stop);
    }
  }
}

void Follower::look(const std::stop_token& stop) {
  const std::vector<AlertSource::Partition> partitions = ports_.source.partitions();
  begin(partitions);
  for (const AlertSource::Partition& partition : partitions) look_at(partition, stop);
  note();
}

// From the present end on, as soon as it is known: what has not been told by now is old.
void Follower::begin(const std::vector<AlertSource::Partition>& partitions) {
  Cursors fresh;
  for (const auto& [end, alerts] : partitions) {
    if (seen_.contains(end.partition)) continue;
    const auto known = cursors_.find(end.partition);
    if (known == cursors_.end() || known->second > end.offset) fresh[end.partition] = end.offset;
  }
  if (fresh.empty()) return;
  outbox_.add({}, fresh, ports_.now());
  for (const auto& [partition, offset] : fresh) cursors_[partition] = offset;
}

// What was decided before the start was not counted: the first look is through all of it. An alert
// that is counted may lie behind the end that came with the count.
void Follower::look_at(const AlertSource::Partition& partition, const std::stop_token& stop) {
  const PartitionId id = partition.end.partition;
  const TimeMs now = ports_.now();
  const auto seen = seen_.find(id);
  const bool is_first = seen == seen_.end();
  if (is_first || seen->second.alerts != partition.alerts) {
    look_through({id, INT64_MAX}, stop);
  } else if (now.value - seen->second.at.value >= kReadOnMs) {
    look_through({id, seen->second.end}, stop);
  } else {
    return;
  }
  if (!stop.stop_requested()) seen_[id] = {partition.end.offset, partition.alerts, now};
}

void Follower::look_through(LogPosition end, const std::stop_token& stop) {
  Offset& cursor = cursors_[end.partition];
  while (cursor < end.offset && !stop.stop_requested()) {
    std::vector<Found> found;
    const Offset last = std::min(end.offset, cursor + kRecordsAtOnce);
    const Offset next = find({end.partition, cursor}, last, found);
    std::vector<Delivery> deliveries;
    for (const Found& one : found) {
      if (ports_.target_of(one.alert.org_id)) deliveries.push_back(delivery_of(one));
    }
    if (!deliveries.empty()) {
      outbox_.add(std::move(deliveries), {{end.partition, next}}, ports_.now());
    }
    cursor = next;
    if (next < last) return;  // no more has been decided
  }
}

// Where it came to.
Offset Follower::find(LogPosition from, Offset last, std::vector<Found>& found) {
  Offset next = from.offset;
  ports_.source.each_outcome(from, [&](std::span<const Outcome> lines) {
    for (std::size_t line = 0; line < lines.size(); ++line) {
      if (!is_alert(lines[line].name.code)) continue;
      found.push_back({lines[line], static_cast<std::uint32_t>(line)});
    }
    return ++next < last;
  });
  return next;
}

Delivery Follower::delivery_of(const Found& found) const {
  Delivery delivery;
  delivery.key = {found.alert.org_id, found.alert.position, found.line};
  delivery.created_at = found.alert.at;
  delivery.body = body_of(delivery.key, found.alert, ports_.source.data_of(found.alert));
  return delivery;
}

void Follower::note() {
  const TimeMs now = ports_.now();
  if (now.value - noted_.value < kNoteMs) return;
  outbox_.note(cursors_);
  noted_ = now;
  if (now.value - forgot_.value < kForgetMs) return;
  outbox_.forget_old(now);
  forgot_ = now;
}

}  // namespace nemo::webhooks
