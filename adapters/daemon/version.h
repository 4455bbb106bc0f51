#pragma once

#include <string_view>

namespace nemo {

inline constexpr std::string_view kProgramVersion = "0.1.0";

}  // namespace nemo
