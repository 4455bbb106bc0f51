#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/log/log_port.h"

namespace nemo::log_file {

// The lines of an export. Reading is strict: what writing does not give is an error.
struct Header {
  std::int64_t version = 0;
  std::int64_t partitions = 0;
};

struct Trailer {
  std::uint64_t records = 0;
  std::string sha256;
};

// Why a line is none of these, for people.
struct LineError {
  std::string reason;
};

using Line = std::variant<LineError, Header, LogRecord, Trailer>;

inline constexpr std::int64_t kExportVersion = 1;

std::string header_line();
std::string record_line(const LogRecord& record);
std::string trailer_line(const Trailer& trailer);

Line parse_line(std::string_view line);

}  // namespace nemo::log_file
