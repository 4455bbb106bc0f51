#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kafka/kafka_settings.h"
#include "events/log/log_port.h"

namespace nemo {

// NAME.outcomes: what was decided, for everybody. One Kafka record an outcome line: the line as
// JSON, keyed by its organization, in the partition of the record it is about, with headers
//   nemo-source-offset  the offset of that record in NAME.events, decimal
//   nemo-line           which line of that record it is, from 0
//   nemo-last-line      the number of its last line
//   nemo-source-sha256  SHA-256 of that record's bytes, 64 digits of hex
// All lines of a record are committed in one transaction; who reads committed sees each line once.

// How far a partition's outcomes are published: the last record of the log whose lines are there.
struct PublishedMark {
  Offset offset = -1;         // -1: none
  std::string source_sha256;  // hex; empty: none
};
using PublishedMarks = std::array<PublishedMark, kPartitionCount>;

// The end of these partitions, as committed now. Throws LogFailure.
PublishedMarks read_outcome_tails(const KafkaSettings& settings,
                                  const std::vector<PartitionId>& partitions);

// What others publish, as it is committed. Thread rule: one thread.
class OutcomeFollower {
 public:
  explicit OutcomeFollower(const KafkaSettings& settings);
  ~OutcomeFollower();

  // From the partition's end as it is now on.
  void start(PartitionId partition);
  void stop(PartitionId partition);
  // Waits until something arrives, at most this long. Throws LogFailure.
  using Visit = std::function<void(PartitionId, PublishedMark)>;
  void poll(int timeout_ms, const Visit& visit);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

// Thrown by a writer that another one has replaced, or that the cluster gave up on: what of its
// last transaction counts is told by the partition's end alone.
struct WriterReplaced {
  std::string reason;
};

// The one writer of a partition's outcomes: opening one fences every other that there was.
// Thread rule: one thread.
class OutcomeWriter {
 public:
  struct Line {
    std::string_view key;  // may be empty
    std::string_view json;
    Offset source_offset = 0;
    std::size_t line = 0;
    std::size_t last_line = 0;
    std::string_view source_sha256;
  };

  // Throws LogFailure kUnreachable, WriterReplaced.
  OutcomeWriter(const KafkaSettings& settings, PartitionId partition);
  ~OutcomeWriter();

  // A transaction: its lines, then its end. Throws WriterReplaced; LogFailure kUnreachable where
  // the cluster does not answer in time: commit() may be called again.
  void begin();
  void put(const Line& line);
  void commit();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo
