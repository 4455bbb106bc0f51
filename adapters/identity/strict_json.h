#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nemo::identity {

struct StrictJsonMember;

// A JSON value from somebody who may lie. No name stands twice in an object, however it is escaped:
// two readers would choose differently. Numbers stay text: none passes through a binary float.
struct StrictJson {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  static constexpr std::size_t kDepthMax = 16;
  static constexpr std::size_t kMembersMax = 128;  // of an object
  static constexpr std::size_t kItemsMax = 1'024;  // of an array

  Kind kind = Kind::kNull;
  std::string text;  // a string's characters, a number's text, "true" or "false"
  std::vector<StrictJson> items;
  std::vector<StrictJsonMember> members;

  bool is(Kind wanted) const { return kind == wanted; }
  // Null if this is no object or has no such member.
  const StrictJson* find(std::string_view name) const;
};

struct StrictJsonMember {
  std::string name;
  StrictJson value;
};

// Nothing for bytes that are not exactly one object in UTF-8 within the bounds above.
// Thread rule: any thread.
std::optional<StrictJson> parse_strict_object(std::string_view bytes);

}  // namespace nemo::identity
