#pragma once

#include <optional>
#include <string_view>

#include "events/values/time.h"

namespace nemo::identity {

// RFC 7519's NumericDate, digits beyond the millisecond cut off. Nothing for a number with a sign
// or an exponent, or beyond the year 9999.
std::optional<TimeMs> parse_numeric_date(std::string_view number);

}  // namespace nemo::identity
