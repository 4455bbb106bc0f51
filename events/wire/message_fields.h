#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/catalog/payload.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo::wire {

// What the codecs need to know of the catalogue, and all they know of it: each record visits its
// fields, and a field is of one of these kinds.
//   texts      Text<>, of which Bytes are not UTF-8
//   numbers    std::int64_t, Nano, TimeMs; optional ones are left out or given, also as 0
//   enums      0 is left out
//   messages   structs with fields(), optional
//   lists      of texts, numbers or messages

// Calls visit(field, number, member) in the numbers' order.
template <class Self, class Visitor>
void visit_fields(Self& self, Visitor&& visit) {
  std::remove_const_t<Self>::fields(self, visit);
}
template <class Self, class Visitor>
requires std::is_same_v<std::remove_const_t<Self>, Unreadable>
void visit_fields(Self& self, Visitor&& visit) {
  visit(Field::kNone, 1, self.bytes);
  visit(Field::kNone, 2, self.length);
  visit(Field::kNone, 3, self.sha256);
  visit(Field::kNone, 4, self.reason);
}

// A field's name in JSON.
template <class Record>
std::string_view json_name(Field field, int) {
  return field_name(field);
}
template <>
inline std::string_view json_name<Unreadable>(Field, int number) {
  constexpr std::array<std::string_view, 5> kNames = {"", "bytes", "length", "sha256", "reason"};
  return kNames[static_cast<std::size_t>(number)];
}

template <class Value>
concept Number = std::is_same_v<Value, std::int64_t> || std::is_same_v<Value, Nano> ||
    std::is_same_v<Value, TimeMs>;

template <class Value>
concept Enumeration = std::is_enum_v<Value>;

template <class Value>
inline constexpr bool kIsText = false;
template <class Meaning>
inline constexpr bool kIsText<Text<Meaning>> = true;
template <class Value>
concept Texts = kIsText<Value>;

template <class Value>
concept Message = std::is_class_v<Value> && !Number<Value> && !Texts<Value> &&
                  std::is_default_constructible_v<Value> && requires(const Value& value) {
  visit_fields(value, [](Field, int, const auto&) {});
};

constexpr std::int64_t number_of(std::int64_t value) { return value; }
constexpr std::int64_t number_of(Nano value) { return value.value; }
constexpr std::int64_t number_of(TimeMs value) { return value.value; }

// The numbers of an enumeration, all of one byte: 0 and those with a name.
template <Enumeration Enum>
bool is_enum_number(std::uint64_t number) {
  return number == 0 || (number < 64 && !enum_name(static_cast<Enum>(number)).empty());
}

// Fields of which a record may give one, not both.
template <class Record>
bool has_exclusive_fields(const Record& record) {
  if constexpr (requires { record.max_usage; }) return record.amount_nano && record.max_usage;
  if constexpr (requires { record.usage; }) return record.cost_nano && record.usage;
  return false;
}

// Calls visit.template operator()<Record>() with the payload type that `picks` chooses, at most
// one; false if none.
template <class Picks, class Visit>
bool pick_payload(Picks&& picks, Visit&& visit) {
  return [&]<class... Records>(std::type_identity<std::variant<Records...>>) {
    return (
        (picks.template operator()<Records>() && (visit.template operator()<Records>(), true)) ||
        ...);
  }(std::type_identity<Payload>());
}

}  // namespace nemo::wire
