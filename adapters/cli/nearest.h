#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nemo {

// " (did you mean 'NAME'?)" for the name nearest to a mistyped word; empty if none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& names);

}  // namespace nemo
