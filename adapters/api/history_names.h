#pragma once

#include <string_view>
#include <vector>

#include "adapters/api/route.h"

namespace nemo::api {

// What lists are asked for by name.

// Every outcome's, and all that were denied at once.
inline constexpr std::string_view kAnyDenied = "denied";
std::vector<std::string_view> outcome_names();

// A list's kinds, of exceptions or of alerts; none of other lists.
std::vector<std::string_view> kind_names(Operation list);

}  // namespace nemo::api
