#pragma once

#include <array>
#include <functional>
#include <istream>

#include "adapters/log_file/line_hash.h"
#include "adapters/log_file/lines.h"

namespace nemo::log_file {

// Reads an export from its first line to its end and holds every line against the format: the
// header, dense offsets, times that an import keeps, the trailer, nothing behind it.
class CheckedLines {
 public:
  explicit CheckedLines(std::istream& in) : in_(in) {}

  // Calls `each` for every record; returns their number. Throws LogFileFailure.
  std::uint64_t read(const std::function<void(LogRecord&&)>& each);

 private:
  struct Partition {
    Offset next = 0;
    bool live = false;
  };

  bool next_line();
  void read_header();
  void check_record(const LogRecord& record);
  void check_rules(const LogRecord& record) const;
  void check_trailer(const Trailer& trailer);
  [[noreturn]] void refuse(const std::string& reason, const std::string& fix) const;
  [[noreturn]] void refuse_damage(const std::string& reason) const;

  std::istream& in_;
  std::string line_;
  std::uint64_t number_ = 0;
  std::uint64_t records_ = 0;
  LineHash hash_;
  std::array<Partition, kPartitionCount> partitions_;
};

}  // namespace nemo::log_file
