#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nemo {

using PartitionId = std::uint16_t;
using Offset = std::int64_t;

inline constexpr PartitionId kPartitionCount = 16;

// A record's place on the log: dense offsets from 0 within a partition. Printed "PARTITION/OFFSET".
struct LogPosition {
  PartitionId partition = 0;
  Offset offset = 0;

  auto operator<=>(const LogPosition&) const = default;
};

std::string format_position(LogPosition position);
std::optional<LogPosition> parse_position(std::string_view text);

}  // namespace nemo
