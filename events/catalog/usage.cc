#include "events/catalog/usage.h"

namespace nemo {

std::string_view enum_name(TokenClass value) {
  std::string_view name;
  Usage::counts(static_cast<const Usage&>(Usage()), [&](Field field, int number, const auto&) {
    if (number == static_cast<int>(value)) name = field_name(field);
  });
  return name;
}

std::array<std::int64_t, kTokenClassCount> usage_counts(const Usage& usage) {
  std::array<std::int64_t, kTokenClassCount> counts{};
  Usage::counts(usage, [&counts](Field, int number, const std::optional<std::int64_t>& count) {
    counts[static_cast<std::size_t>(number)] = count.value_or(0);
  });
  return counts;
}

bool usage_is_right(const std::optional<Usage>& usage) {
  if (!usage) return true;
  for (const std::int64_t count : usage_counts(*usage)) {
    if (count < 0) return false;
  }
  return true;
}

}  // namespace nemo
