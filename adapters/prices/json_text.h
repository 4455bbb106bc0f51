#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nemo {

struct JsonMember;

// A JSON value that keeps each number's text as written: no price passes through binary floats.
// An object's members stay in the file's order, a repeated name twice.
struct JsonText {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text;  // a string's characters, a number's text, "true" or "false"
  std::vector<JsonText> items;
  std::vector<JsonMember> members;

  bool is(Kind wanted) const { return kind == wanted; }
  // The first member of that name; null if this is no object or has none.
  const JsonText* find(std::string_view name) const;
  // The text of a member that is a string; "" otherwise.
  std::string_view string_at(std::string_view name) const;
  // The value as JSON would show it, shortened: for reports.
  std::string shown() const;
};

struct JsonMember {
  std::string name;
  JsonText value;
};

// Throws PriceTableUnreadable for bytes that are not one JSON value.
JsonText parse_json_text(std::string_view bytes);

}  // namespace nemo
