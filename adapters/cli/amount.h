#pragma once

#include <string>
#include <string_view>

#include "events/values/integer.h"
#include "events/values/money.h"

namespace nemo {

// An amount of nano-units as exact decimal text with nine digits: "-0.001234567". Nothing rounds.
std::string format_amount(Wide nano);
inline std::string format_amount(Nano nano) { return format_amount(nano.wide()); }

// The integer as digits, for JSON ("1234567").
std::string format_integer(Wide value);

// A count for people: "1,234,567".
std::string format_count(Wide value);

// part of whole as text with one digit after the point, cut off: "12.3 %"; "-" for a whole of 0.
std::string format_share(Wide part, Wide whole);

}  // namespace nemo
