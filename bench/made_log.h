#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/traffic.h"
#include "events/log/log_port.h"

namespace nemo::bench {

// Which organization each reservation belongs to: numbers drawn beforehand, so that drawing costs
// the measured run nothing.
struct Draws {
  // Uniform over [0, count).
  static std::vector<std::uint32_t> uniform(std::size_t count, std::size_t draws);
  // Zipf with exponent 0.99 over [0, count), the ranks scattered over the organizations.
  static std::vector<std::uint32_t> zipf(std::size_t count, std::size_t draws);
};

// A log that is made up while it is read: record by record a reservation, then the settlement of
// one `lag` reservations earlier, with random ids; each a pure function of its position. Costs less
// than 0.1 us a record, so that what is measured is the reader. Nothing can be appended.
class MadeLog : public LogPort {
 public:
  struct Shape {
    std::vector<std::vector<std::uint32_t>> orgs;  // by partition, see org_id_of
    std::vector<std::uint32_t> draws;
    std::int64_t lag = 20'000;                // reservations, in its partition
    Offset first_offset = 0;                  // what lies before was set up otherwise
    std::int64_t records_a_millisecond = 25;  // of log time, in its partition
    std::int64_t start_ms = 1'767'225'600'000;
  };

  explicit MadeLog(Shape shape);

  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override;
  Offset end_offset(PartitionId) override { return INT64_MAX; }
  std::unique_ptr<LogCursor> scan(LogPosition from) override;

  // The record at a position, into `record`.
  void make(LogPosition position, LogRecord& record) const;

 private:
  std::uint32_t org_of(PartitionId partition, std::uint64_t reservation) const;

  Shape shape_;
  std::string reservation_;  // an envelope's bytes, ids to be filled in
  std::string settlement_;
  std::size_t org_place_ = 0;  // of the organization's id in both
  std::size_t reservation_id_place_ = 0;
  std::size_t settlement_id_place_ = 0;
};

}  // namespace nemo::bench
