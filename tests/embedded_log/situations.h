#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "adapters/embedded_log/embedded_log.h"
#include "events/log/clock.h"
#include "events/log/log_port.h"

namespace nemo {

// A clock that stands until it is moved.
class HandClock : public Clock {
 public:
  TimeMs wall() override { return wall_; }
  std::int64_t steady_ms() override { return steady_; }

  void pass(std::int64_t ms) {
    wall_.value += ms;
    steady_ += ms;
  }
  void leap(std::int64_t ms) { wall_.value += ms; }

 private:
  TimeMs wall_{1'767'225'600'000};
  std::int64_t steady_ = 5'000;
};

// Where files need not survive anything, and many can be made fast.
inline std::filesystem::path memory_place() {
  const std::filesystem::path shared_memory = "/dev/shm";
  return std::filesystem::is_directory(shared_memory) ? shared_memory
                                                      : std::filesystem::temp_directory_path();
}

// A directory that goes with the test.
class ShortLivedDirectory {
 public:
  explicit ShortLivedDirectory(
      const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
    std::string pattern = (parent / "nemo-log-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~ShortLivedDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ShortLivedDirectory(const ShortLivedDirectory&) = delete;
  ShortLivedDirectory& operator=(const ShortLivedDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline NewRecord live_record(PartitionId partition, std::string envelope) {
  return {.partition = partition, .envelope = std::move(envelope)};
}

inline NewRecord at_record(PartitionId partition, std::string envelope, std::int64_t at) {
  return {.partition = partition, .envelope = std::move(envelope), .at = TimeMs{at}};
}

// The failure that `deed` throws; fails the test when it throws none.
inline LogFailure failure_of(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const LogFailure& failure) {
    return failure;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {LogFailure::Kind::kUnreachable, ""};
}

// Up to `max` records from a position on.
inline std::vector<LogRecord> read_of(LogPort& log, LogPosition from, std::size_t max) {
  std::vector<LogRecord> records;
  const auto cursor = log.scan(from);
  LogRecord record;
  while (records.size() < max && cursor->next(record)) records.push_back(record);
  return records;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::vector<std::filesystem::path> files_with(const std::filesystem::path& directory,
                                                     const std::string& part) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (name.find(part) != std::string::npos) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Every record of a log, partition by partition.
inline std::vector<LogRecord> all_records(LogPort& log) {
  std::vector<LogRecord> records;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const auto cursor = log.scan({partition, 0});
    LogRecord record;
    while (cursor->next(record)) records.push_back(record);
  }
  return records;
}

inline std::string text_of(const LogRecord& record) {
  return format_position(record.position) + " " + format_rfc3339(record.appended_at) +
         (record.at ? " at " : " live ") + record.envelope;
}

inline std::vector<std::string> texts_of(LogPort& log) {
  std::vector<std::string> texts;
  for (const LogRecord& record : all_records(log)) texts.push_back(text_of(record));
  return texts;
}

}  // namespace nemo
