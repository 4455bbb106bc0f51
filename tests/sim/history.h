#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/state/digest.h"
#include "events/outcomes/outcome.h"

namespace nemo::sim {

// A promise of the ledger was broken.
struct Broken {
  std::string what;
};

// What all nodes together have said and what callers were told: the oracles that need no model.
// Everything throws Broken.
class History {
 public:
  // A node decided the record at `position`: every node, every time, decides alike.
  void decided(const std::string& who, LogPosition position, std::string_view lines);
  // The digest of a partition's state at an offset is one.
  void digest(const std::string& who, LogPosition position, Digest digest);
  // A caller was told what became of its record: that stands for ever, and is about that record.
  void told(const std::string& who, LogPosition position, const std::optional<EventId>& event_id);

  // Empty if nobody decided it.
  std::string_view lines(LogPosition position) const;
  // Once all is decided: reads the lines of a partition in the log's order, from 0 to `end`.
  // `is_increase` says whether a record increases a hold: it may be granted many times.
  void check_partition(PartitionId partition, Offset end,
                       const std::function<bool(LogPosition)>& is_increase);

  std::uint64_t told() const { return told_.size(); }
  bool knows_digest(LogPosition position) const { return digests_.contains(position); }
  Digest sum() const;

 private:
  struct Hold {
    bool is_open = false;
    std::optional<TimeMs> used_up_at;  // ended or settled, the later
    std::optional<TimeMs> settled_at;
  };

  void check_balance(const Outcome& line);
  void check_hold(const Outcome& line);

  std::map<LogPosition, std::string> lines_;
  std::map<LogPosition, Digest> digests_;
  std::map<LogPosition, int> told_;
  std::map<std::string, Wide, std::less<>> balances_;          // by organization, from postings
  std::map<std::pair<std::string, std::string>, Hold> holds_;  // by organization and id
};

}  // namespace nemo::sim
