#pragma once

#include <string>

#include "events/values/integer.h"
#include "events/values/money.h"
#include "events/values/time.h"

namespace nemo {

// A number as decimal text, for saying what breaks a truth.
std::string number_text(Wide value);
inline std::string number_text(Nano value) { return number_text(value.wide()); }
inline std::string number_text(TimeMs value) { return number_text(Wide{value.value}); }

}  // namespace nemo
