#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nemo::stripe_api {

// Parts of a JSON text as they are written: what is handed on is Stripe's own bytes, and no number
// in it has been read. All but is_json require valid JSON. Thread rule: any thread.

// Whether it is one JSON value in UTF-8, nested no deeper than 32.
bool is_json(std::string_view text);

// The value of a member of an object, as written; nothing if the text is no object or has no such
// member. Names with escapes in them are not found: Stripe writes none.
std::optional<std::string_view> member(std::string_view object, std::string_view name);

// The elements of an array, as written; nothing if the text is none.
std::optional<std::vector<std::string_view>> elements(std::string_view array);

// A string's characters; nothing if the value is no string.
std::optional<std::string> string_value(std::string_view value);

// The string that a member holds; empty if there is none.
std::string string_member(std::string_view object, std::string_view name);

}  // namespace nemo::stripe_api
