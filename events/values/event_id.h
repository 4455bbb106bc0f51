#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nemo {

// A UUID. Printed in lower case with hyphens; read in either case.
struct EventId {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const EventId&) const = default;
};

std::optional<EventId> parse_event_id(std::string_view text);
std::string format_event_id(const EventId& id);

}  // namespace nemo
