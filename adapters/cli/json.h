#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/cli/amount.h"
#include "events/values/time.h"

namespace nemo {

// 64-bit and wider integers are strings in JSON.
inline boost::json::value json_integer(Wide value) {
  return boost::json::string(format_integer(value));
}
inline boost::json::value json_amount(Nano nano) { return json_integer(nano.wide()); }
inline boost::json::value json_text(std::string_view text) { return boost::json::string(text); }
inline boost::json::value json_time(TimeMs time) { return json_text(format_rfc3339(time)); }
inline boost::json::value json_time(std::optional<TimeMs> time) {
  return time ? json_time(*time) : boost::json::value(nullptr);
}

// On lines of its own, two spaces a level; a list or object without lists and objects in it stays
// on one line.
std::string pretty(const boost::json::value& value);

}  // namespace nemo
