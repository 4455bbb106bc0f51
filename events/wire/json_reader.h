#pragma once

#include <cstdint>
#include <string_view>

#include "events/catalog/unreadable.h"
#include "events/wire/base64.h"
#include "events/wire/json_tape.h"
#include "events/wire/json_text.h"
#include "events/wire/message_fields.h"

namespace nemo::wire {

// Reads any record of the catalogue from a JSON object, strictly (CONTRACT 4a, Lines). null is left
// out, [] too for lists, "" for texts, enums and bytes.
class JsonReader {
 public:
  using Reason = UnreadableReason;
  using Node = JsonTape::Node;
  using Kind = JsonTape::Kind;

  explicit JsonReader(const JsonTape& tape) : tape_(tape) {}

  template <Message Record>
  Reason read(Record& record, const Node& node) const {
    if (node.kind != Kind::kObject) return Reason::kWrongType;
    Reason reason = Reason::kNone;
    std::uint32_t seen = 0;
    tape_.each(node, [&](const Node& member) {
      reason = read_member(record, member, seen);
      return reason == Reason::kNone;
    });
    return reason;
  }

  template <Texts T>
  Reason read(T& text, const Node& node) const {
    if (node.kind != Kind::kText) return Reason::kWrongType;
    if constexpr (std::is_same_v<T, Bytes>) {
      return parse_base64(node.text(), text.value) ? Reason::kNone : Reason::kWrongBase64;
    }
    text.value = node.text();
    return Reason::kNone;
  }

  template <Number T>
  Reason read(T& value, const Node& node) const {
    if constexpr (std::is_same_v<T, TimeMs>) {
      return read_time(value, node);
    } else {
      if (node.kind != Kind::kNumber && node.kind != Kind::kText) return Reason::kWrongType;
      std::int64_t number = 0;
      if (!parse_integer(node.text(), number)) return Reason::kWrongInteger;
      value = T{number};
      return Reason::kNone;
    }
  }

  template <Enumeration T>
  Reason read(T& value, const Node& node) const {
    if (node.kind != Kind::kText) return Reason::kWrongType;
    if (node.text().empty()) return Reason::kNone;
    for (std::uint8_t number = 1; number < 64; ++number) {
      value = static_cast<T>(number);
      if (enum_name(value) == node.text()) return Reason::kNone;
      if (enum_name(value).empty()) break;
    }
    return Reason::kUnknownEnumValue;
  }

  template <class T>
  Reason read(std::optional<T>& value, const Node& node) const {
    return read(value.emplace(), node);
  }

  template <class T>
  Reason read(std::vector<T>& list, const Node& node) const {
    if (node.kind != Kind::kList) return Reason::kWrongType;
    Reason reason = Reason::kNone;
    tape_.each(node, [&](const Node& element) {
      reason = read(list.emplace_back(), element);
      return reason == Reason::kNone;
    });
    return reason;
  }

 private:
  template <Message Record>
  Reason read_member(Record& record, const Node& member, std::uint32_t& seen) const {
    Reason reason = Reason::kUnknownField;
    visit_fields(record, [&](Field field, int number, auto& value) {
      if (reason != Reason::kUnknownField || json_name<Record>(field, number) != member.name())
        return;
      const std::uint32_t bit = std::uint32_t{1} << number;
      const bool doubled = (seen & bit) != 0;
      seen |= bit;
      reason = doubled                      ? Reason::kDoubledField
               : member.kind == Kind::kNull ? Reason::kNone
                                            : read(value, member);
    });
    return reason;
  }

  Reason read_time(TimeMs& value, const Node& node) const {
    if (node.kind != Kind::kText) return Reason::kWrongType;
    const std::optional<TimeMs> time = parse_rfc3339(node.text());
    if (!time) return Reason::kWrongTime;
    value = *time;
    return Reason::kNone;
  }

  const JsonTape& tape_;
};

}  // namespace nemo::wire
