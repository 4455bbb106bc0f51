#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace nemo {

// The name of an enumeration's value by its number; "" for a number that has none.
template <std::size_t kCount, class Enum>
std::string_view name_of(const std::array<std::string_view, kCount>& names, Enum value) {
  const auto number = static_cast<std::size_t>(value);
  return number < kCount ? names[number] : std::string_view();
}

}  // namespace nemo
