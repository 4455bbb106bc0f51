#include <map>

#include "engine/invariants/invariants.h"
#include "engine/runner/checkpoint.h"
#include "engine/runner/replay.h"
#include "engine/state/object_key.h"
#include "events/wire/sha256.h"
#include "tests/sim/node.h"

namespace nemo::sim {
namespace {

std::string printable(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    if (byte > ' ' && byte <= '~') {
      text += byte;
    } else {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const auto number = static_cast<std::uint8_t>(byte);
      text += {'\\', kDigits[number >> 4], kDigits[number & 15]};
    }
  }
  return text;
}

}  // namespace

void Node::check() {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const Digest digest = runner_->digest(partition);
    const PartitionState& state = runner_->partition(partition).state();
    around_.history.digest(name_ + " at the end", {partition, state.globals.next_offset}, digest);
    for (Offset offset = 0; offset < state.globals.next_offset; ++offset) {
      const auto lines = outcomes_->read({partition, offset});
      if (!lines)
        throw Broken{name_ + " lacks the lines of " + format_position({partition, offset})};
      around_.history.decided(name_ + "'s store", {partition, offset}, *lines);
    }
    const auto broken = broken_invariants(state);
    if (!broken.empty()) throw Broken{name_ + ": " + broken.front()};
  }
  const std::string differing = differing_records();
  if (!differing.empty()) throw Broken{name_ + " has stored what a replay has not:" + differing};
}

std::string Node::differing_records() {
  if (runner_ == nullptr) return "";
  disk_.heal();
  runner_->checkpoint();
  std::string text;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (runner_->partition(partition).next_offset() > 0) text += differing_records(partition);
  }
  return text;
}

std::string Node::differing_records(PartitionId partition) {
  std::map<std::string, std::string> stored;
  state_->scan(partition, std::string(1, '\0'), "\xff", [&](auto key, auto value) {
    stored.emplace(key, value);
    return true;
  });
  Replay replay(view_, partition, kNewestSimulatedRules);
  while (replay.state().globals.next_offset < runner_->partition(partition).next_offset()) {
    if (!replay.next()) return "\n  the log ends before it";
  }
  const std::int64_t first_day = replay.state().digest.first_day();
  const auto may_be_gone = [first_day](std::string_view key, std::string_view value) {
    if (!may_be_forgotten(key)) return false;
    const std::int64_t day = forget_day_of_stored(value);
    return day != 0 && day < first_day;
  };
  // The parts of the digest hang on when checkpoints were cut; their sum does not, and is compared.
  stored.erase(std::string(1, static_cast<char>(ObjectKind::kDigest)));
  StateChanges changes;
  cut_checkpoint(replay.state(), 1, &changes);
  LogRecord last;
  view_.scan({partition, replay.state().globals.next_offset - 1})->next(last);
  changes.put(partition, std::string(1, static_cast<char>(ObjectKind::kLastRecord)),
              sha256_of(last.envelope));
  std::string text;
  for (const StateChanges::Change& change : changes.changes()) {
    const std::string key(changes.key(change).substr(2));
    if (change.erased || key[0] == static_cast<char>(ObjectKind::kDigest)) continue;
    const auto found = stored.find(key);
    if (may_be_gone(key, changes.value(change))) {
      // Forgotten: nothing looks at it any more, there or not.
    } else if (found == stored.end()) {
      text += "\n  lacks " + printable(key) + " = " + printable(changes.value(change));
    } else if (found->second != changes.value(change)) {
      text += "\n  has " + printable(key) + " = " + printable(found->second) + "\n  not " +
              printable(changes.value(change));
    }
    stored.erase(key);
  }
  for (const auto& [key, value] : stored) {
    if (may_be_gone(key, value)) continue;
    text += "\n  has too much: " + printable(key) + " = " + printable(value);
  }
  return text;
}

}  // namespace nemo::sim
