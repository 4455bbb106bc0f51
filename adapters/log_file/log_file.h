#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "events/log/log_port.h"

namespace nemo {

// A log as a portable file of JSON lines: from one kind of log to another, from one machine to
// another, with the same positions, times and bytes.
//   header  := {"nemo_log_export":1,"partitions":16}
//   record  := {"position":"P/O","at":RFC 3339,"live":true?,"envelope":base64}
//              live: the time is an append time, not one that the record's source gave
//   trailer := {"records":N,"sha256":hex of every line before with its line end}
// Records come partition by partition, or in any order that is dense within each.

// Thrown for a file that cannot be imported: the line (from 1; 0: the file as a whole), and the
// thing, the reason and the fix. The log is as it was.
class LogFileFailure {
 public:
  LogFileFailure(std::uint64_t line, std::string message)
      : line_(line), message_(std::move(message)) {}

  std::uint64_t line() const { return line_; }
  const std::string& message() const { return message_; }

 private:
  std::uint64_t line_;
  std::string message_;
};

// Called now and then with the records done so far.
using LogFileProgress = std::function<void(std::uint64_t)>;

// Writes every record up to the ends at the call; returns their number. Throws LogFailure of the
// log, LogFileFailure when `out` cannot be written.
std::uint64_t export_log(LogPort& log, std::ostream& out, const LogFileProgress& progress = {});

// Checks a whole file, from its start, where it leaves the stream; returns the number of its
// records. Throws LogFileFailure.
std::uint64_t check_log(std::istream& in, const LogFileProgress& progress = {});

// Appends every record of a file that check_log() passed to an empty log; returns their number.
// Throws LogFileFailure for a log that is not empty, which is left alone; LogFailure of the log,
// and what `progress` throws: then the log may hold a part: remove it and start again.
std::uint64_t import_log(std::istream& in, LogPort& empty, const LogFileProgress& progress = {});

}  // namespace nemo
