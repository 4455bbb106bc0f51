#include "events/values/position.h"

#include <charconv>

namespace nemo {

std::string format_position(LogPosition position) {
  return std::to_string(position.partition) + "/" + std::to_string(position.offset);
}

std::optional<LogPosition> parse_position(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  LogPosition position;
  const auto read = [](std::string_view digits, auto& into) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!read(text.substr(0, slash), position.partition)) return std::nullopt;
  if (!read(text.substr(slash + 1), position.offset)) return std::nullopt;
  if (position.offset < 0) return std::nullopt;
  return position;
}

}  // namespace nemo
