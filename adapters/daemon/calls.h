#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// The records that this node has sent to the log and that wait to be decided, by number. So many a
// partition and no more: one whose leader is away stalls no other. Thread rule: any thread.
class Calls {
 public:
  static constexpr std::size_t kPerPartition = 4'096;

  struct Waiting {
    Ledger::Done done;
    Ledger::Failed failed;
    std::int64_t deadline_ms = 0;  // by the steady clock
    std::int64_t sent_us = 0;      // by the steady clock
  };

  Calls();

  // The number of the call, which is taken over; nothing when the partition has as many as it may.
  std::optional<std::uint64_t> add(PartitionId partition, Waiting& waiting);
  // The call, which no longer waits; nothing if it does not any more.
  std::optional<Waiting> take(std::uint64_t number);
  // Those whose time is over, and all of them.
  std::vector<Waiting> take_late(std::int64_t now_ms);
  std::vector<Waiting> take_all();
  std::size_t waiting();

 private:
  // A number names its slot and the slot's turn, so that an old number never means a new call.
  struct Slot {
    std::uint64_t turn = 0;
    bool used = false;
    PartitionId partition = 0;
    Waiting waiting;
  };

  Slot* find(std::uint64_t number);
  Waiting empty(Slot& slot, std::uint64_t number);

  std::mutex mutex_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::array<std::size_t, kPartitionCount> waiting_{};
  std::deque<std::uint64_t> in_order_;  // by deadline; those that were taken are passed over
};

}  // namespace nemo
