#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/position.h"

namespace nemo {

// Records of one partition that were decided and are to be published, in order: from the engine to
// the publisher. When there are too many the oldest leave: the log and the stored lines have them.
// Thread rule: any thread.
class DecidedQueue {
 public:
  struct Entry {
    Offset offset = 0;
    std::string envelope;
    std::string lines;  // encode_outcomes()
  };

  void put(Entry entry);
  // Takes up to `most` records from an offset on, and drops those before it; none if the first is
  // not here, any more or yet.
  std::vector<Entry> take_from(Offset offset, std::size_t most);
  // Those before an offset were published.
  void drop_before(Offset offset);
  // After the last one that ever came.
  Offset end() const;
  // Before the first record comes: where it will be.
  void begin_at(Offset offset);

 private:
  static constexpr std::size_t kBytesMax = 16 << 20;

  void drop_front();

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
  Offset end_ = 0;
};

}  // namespace nemo
