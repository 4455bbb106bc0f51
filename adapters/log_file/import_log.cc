#include <utility>
#include <vector>

#include "adapters/log_file/checked_lines.h"
#include "adapters/log_file/log_file.h"
#include "events/wire/envelope_codec.h"

namespace nemo {
namespace {

using log_file::CheckedLines;

constexpr std::size_t kRecordsMax = 5'000;
constexpr std::size_t kBytesMax = 4 << 20;

void check_empty(LogPort& log) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (log.end_offset(partition) == 0) continue;
    throw LogFileFailure(0, "the ledger to import into is not empty: partition " +
                                std::to_string(partition) + " holds " +
                                std::to_string(log.end_offset(partition)) +
                                " records; nothing imported; give a new data directory");
  }
}

// Appends in large batches: a sync for each is dear.
class Importer {
 public:
  Importer(LogPort& log, const LogFileProgress& progress) : log_(log), progress_(progress) {}

  void take(LogRecord&& record) {
    expected_.push_back(record.position);
    bytes_ += record.envelope.size();
    NewRecord fresh{.partition = record.position.partition,
                    .envelope = std::move(record.envelope),
                    .at = record.at};
    fresh.key = decode_envelope(fresh.envelope).org_id.value;
    if (!record.at) fresh.appended_at = record.appended_at;
    batch_.push_back(std::move(fresh));
    if (batch_.size() >= kRecordsMax || bytes_ >= kBytesMax) flush();
  }

  void flush() {
    if (batch_.empty()) return;
    compare(log_.append(batch_));
    done_ += batch_.size();
    batch_.clear();
    expected_.clear();
    bytes_ = 0;
    if (progress_) progress_(done_);
  }

 private:
  // Somebody else may append to a log that is elsewhere.
  void compare(const std::vector<LogPosition>& positions) const {
    for (std::size_t i = 0; i < positions.size(); ++i) {
      if (positions[i] == expected_[i]) continue;
      throw LogFileFailure(0, "the record of " + format_position(expected_[i]) +
                                  " was appended at " + format_position(positions[i]) +
                                  ": somebody else appends to this log; import into one that "
                                  "nobody writes to, under another --topic-prefix");
    }
  }

  LogPort& log_;
  const LogFileProgress& progress_;
  std::vector<NewRecord> batch_;
  std::vector<LogPosition> expected_;
  std::size_t bytes_ = 0;
  std::uint64_t done_ = 0;
};

}  // namespace

std::uint64_t check_log(std::istream& in, const LogFileProgress& progress) {
  std::uint64_t done = 0;
  const std::uint64_t records = CheckedLines(in).read([&](LogRecord&&) {
    if (progress && ++done % kRecordsMax == 0) progress(done);
  });
  in.clear();
  in.seekg(0);
  return records;
}

std::uint64_t import_log(std::istream& in, LogPort& empty, const LogFileProgress& progress) {
  check_empty(empty);
  Importer importer(empty, progress);
  const std::uint64_t records =
      CheckedLines(in).read([&](LogRecord&& record) { importer.take(std::move(record)); });
  importer.flush();
  return records;
}

}  // namespace nemo
