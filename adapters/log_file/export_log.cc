#include <array>

#include "adapters/log_file/line_hash.h"
#include "adapters/log_file/lines.h"
#include "adapters/log_file/log_file.h"

namespace nemo {
namespace {

using log_file::LineHash;

constexpr std::uint64_t kProgressEvery = 10'000;

class Export {
 public:
  Export(LogPort& log, std::ostream& out, const LogFileProgress& progress)
      : log_(log), out_(out), progress_(progress) {}

  std::uint64_t run() {
    std::array<Offset, kPartitionCount> ends;
    for (PartitionId i = 0; i < kPartitionCount; ++i) ends[i] = log_.end_offset(i);
    write(log_file::header_line());
    for (PartitionId i = 0; i < kPartitionCount; ++i) write_partition(i, ends[i]);
    put(log_file::trailer_line({records_, hash_.finish()}));
    out_.flush();
    check();
    if (progress_) progress_(records_);
    return records_;
  }

 private:
  void write_partition(PartitionId partition, Offset end) {
    const auto cursor = log_.scan({partition, 0});
    LogRecord record;
    for (Offset offset = 0; offset < end && cursor->next(record); ++offset) {
      write(log_file::record_line(record));
      if (++records_ % kProgressEvery == 0 && progress_) progress_(records_);
    }
  }

  void write(const std::string& line) {
    hash_.add(line);
    put(line);
  }

  void put(const std::string& line) {
    out_ << line << '\n';
    check();
  }

  void check() const {
    if (out_) return;
    throw LogFileFailure(0, "the export cannot be written: check the disk's free space");
  }

  LogPort& log_;
  std::ostream& out_;
  const LogFileProgress& progress_;
  LineHash hash_;
  std::uint64_t records_ = 0;
};

}  // namespace

std::uint64_t export_log(LogPort& log, std::ostream& out, const LogFileProgress& progress) {
  return Export(log, out, progress).run();
}

}  // namespace nemo
