#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "adapters/log_file/checked_lines.h"
#include "adapters/log_file/log_file.h"

namespace nemo {
namespace {

using log_file::CheckedLines;

// A copy of a stream that cannot be rewound, in a file without a name.
std::fstream spool(std::istream& in) {
  std::string pattern = (std::filesystem::temp_directory_path() / "nemo-import-XXXXXX").string();
  const int descriptor = ::mkstemp(pattern.data());
  std::fstream copy;
  if (descriptor >= 0) {
    ::close(descriptor);
    copy.open(pattern, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
    ::unlink(pattern.c_str());
    if (in.peek() != std::istream::traits_type::eof()) copy << in.rdbuf();
    copy.flush();
    copy.clear(copy.rdstate() & ~std::ios::eofbit);
    copy.seekg(0);
  }
  if (descriptor >= 0 && copy) return copy;
  throw LogFileFailure(0, "the file cannot be read twice, and not be kept in " +
                              std::filesystem::temp_directory_path().string() +
                              " meanwhile; nothing imported; free some space there, set TMPDIR, or "
                              "give a file instead of a pipe");
}

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
    bytes_ += record.envelope.size();
    NewRecord fresh{.partition = record.position.partition,
                    .envelope = std::move(record.envelope),
                    .at = record.at};
    if (!record.at) fresh.appended_at = record.appended_at;
    batch_.push_back(std::move(fresh));
    if (batch_.size() >= kRecordsMax || bytes_ >= kBytesMax) flush();
  }

  void flush() {
    if (batch_.empty()) return;
    log_.append(batch_);
    done_ += batch_.size();
    batch_.clear();
    bytes_ = 0;
    if (progress_) progress_(done_);
  }

 private:
  static constexpr std::size_t kRecordsMax = 5'000;
  static constexpr std::size_t kBytesMax = 4 << 20;

  LogPort& log_;
  const LogFileProgress& progress_;
  std::vector<NewRecord> batch_;
  std::size_t bytes_ = 0;
  std::uint64_t done_ = 0;
};

}  // namespace

bool is_log_export(std::string_view first_line) {
  return std::holds_alternative<log_file::Header>(log_file::parse_line(first_line));
}

std::uint64_t import_log(std::istream& in, LogPort& empty, const LogFileProgress& progress) {
  check_empty(empty);
  const std::istream::pos_type start = in.tellg();
  std::fstream copy;
  const bool rewinds = start != std::istream::pos_type(-1);
  in.clear();
  if (!rewinds) copy = spool(in);
  std::istream& lines = rewinds ? in : copy;
  CheckedLines(lines).read([](LogRecord&&) {});
  lines.clear();
  lines.seekg(rewinds ? start : std::istream::pos_type(0));
  Importer importer(empty, progress);
  const std::uint64_t records =
      CheckedLines(lines).read([&](LogRecord&& record) { importer.take(std::move(record)); });
  importer.flush();
  return records;
}

}  // namespace nemo
