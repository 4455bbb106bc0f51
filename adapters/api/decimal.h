#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/values/money.h"

namespace nemo::api {

// Amounts as the API has them: decimal text in the organization's currency, exact, at most 9
// digits behind the point ("0.001234567", "104", "-2.5"). Thread rule: any thread.

// Nothing for any other text: exponents, signs but one minus, leading zeros, a bare point, more
// digits, or what does not fit.
std::optional<Nano> parse_decimal(std::string_view text);

// The shortest text of the amount, with its quotes.
void append_decimal(Wide nano, std::string& out);

}  // namespace nemo::api
