#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "adapters/webhooks/alert_source.h"
#include "adapters/webhooks/outbox.h"
#include "adapters/webhooks/target.h"

namespace nemo::webhooks {

struct FollowerPorts {
  AlertSource source;
  TargetOf target_of;
  std::function<TimeMs()> now;
  std::function<void(const std::string&)> tell;  // what an operator should read
};

// Finds the alerts in what the ledger decides, and makes a delivery of each whose organization
// wants to be told then. Where it has looked goes to the store with what it found there: from the
// first start of a store on, an alert is neither lost by the end of a process nor found twice. Each
// node that sends has a store of its own, so each of them tells, and its dead letters are its own.
// Partitions that are new to it are followed from their present end
// on. It reads on where the count of alerts has grown; elsewhere, now and then, what was decided
// long enough ago to be stored, so that the ledger need not be held up for it.
// Thread rule: one thread.
class Follower {
 public:
  static constexpr std::int64_t kLookMs = 250;

  // `ports` and `outbox` outlive it.
  Follower(const FollowerPorts& ports, Outbox& outbox, Cursors cursors);

  // Looks every kLookMs, until it is stopped.
  void run(const std::stop_token& stop);
  // Looks once: afterwards every alert that was counted before is on its way. Throws Unavailable.
  void look(const std::stop_token& stop = {});

 private:
  // Records looked through at a time: so long the ledger may be held up, and no longer.
  static constexpr Offset kRecordsAtOnce = 2'048;
  // Between two looks where no alert was counted.
  static constexpr std::int64_t kReadOnMs = 60'000;
  // Between two notes of where it is, while it finds nothing.
  static constexpr std::int64_t kNoteMs = 10'000;
  // Between two removals of what ended long ago.
  static constexpr std::int64_t kForgetMs = 3'600'000;

  struct Found {
    Outcome alert;
    std::uint32_t line = 0;
  };

  // What was seen of a partition when it was last looked at.
  struct Seen {
    Offset end = 0;
    std::uint64_t alerts = 0;
    TimeMs at;
  };

  void begin(const std::vector<AlertSource::Partition>& partitions);
  void look_at(const AlertSource::Partition& partition, const std::stop_token& stop);
  void look_through(LogPosition end, const std::stop_token& stop);
  Offset find(LogPosition from, Offset last, std::vector<Found>& found);
  Delivery delivery_of(const Found& found) const;
  void note();

  const FollowerPorts& ports_;
  Outbox& outbox_;
  Cursors cursors_;
  std::map<PartitionId, Seen> seen_;
  TimeMs noted_;
  TimeMs forgot_;
};

}  // namespace nemo::webhooks
