#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/values/integer.h"
#include "events/values/time.h"

namespace nemo::wire {

// Pieces of JSON, appended. Texts are UTF-8.

// With its quotes.
void append_json_text(std::string_view text, std::string& out);

// As a string: "123", "-5".
void append_json_number(std::int64_t value, std::string& out);
void append_json_number(Wide value, std::string& out);

// RFC 3339, as a string.
void append_json_time(TimeMs time, std::string& out);

// Digits without quotes.
void append_digits(std::int64_t value, std::string& out);

// `-?(0|[1-9][0-9]*)` within 64 bits; false for anything else.
bool parse_integer(std::string_view text, std::int64_t& value);

}  // namespace nemo::wire
