#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "adapters/api/decimal.h"
#include "adapters/api/fault.h"
#include "events/wire/json_tape.h"
#include "events/wire/json_text.h"
#include "events/wire/message_fields.h"

namespace nemo::api {

// A request's JSON, read strictly into records of the catalogue: members have the fields' names
// without "_nano", amounts are decimal text, unknown and doubled members are refused. null, and ""
// for texts, are left out. All throw Fault kInvalidRequest, naming the member.
class Body {
 public:
  using Node = wire::JsonTape::Node;
  using Kind = wire::JsonTape::Kind;

  // `text` outlives it, and is one JSON object.
  explicit Body(std::string_view text);

  const Node& root() const { return tape_.root(); }
  const wire::JsonTape& tape() const { return tape_; }

  // Reads an object into `record`, but for the members that are the caller's own: `take(node)` says
  // whether it took one. `hidden` fields cannot be given: the path or the server says them.
  template <wire::Message Record, class Take>
  void read(const Node& object, Record& record, std::initializer_list<std::string_view> hidden,
            Take&& take) const {
    expect(object.kind == Kind::kObject, "", "an object");
    std::vector<std::string_view> seen;
    tape_.each(object, [&](const Node& member) {
      const std::string_view name = member.name();
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
        fail_invalid("`" + std::string(name) + "` is given twice", std::string(name));
      }
      seen.push_back(name);
      const bool is_hidden = std::find(hidden.begin(), hidden.end(), name) != hidden.end();
      if (take(member) || (!is_hidden && read_field(record, member))) return true;
      fail_unknown(name);
    });
  }
  template <wire::Message Record>
  void read(Record& record, std::initializer_list<std::string_view> hidden = {}) const {
    read(root(), record, hidden, [](const Node&) { return false; });
  }

  // A text that goes onto the log; "" where it is null.
  static std::string text_of(const Node& member);
  // One that does not.
  static std::string unkept_text_of(const Node& member);

  // Whether it is said; false where it is null.
  static bool flag_of(const Node& member);

  // Refuses what the gate takes for no segment of a path (see http/target.cc), for ids of things
  // that paths name.
  static void check_path_can_name(std::string_view id, std::string_view name);

  // Refuses a text with a virtual key in it, which the ledger would keep and show for ever.
  static void check_no_key(std::string_view text, std::string_view name);

  // Refuses a text with an e-mail address in it: the log is for ever, and whose it is is said on it
  // by pseudonyms alone.
  static void check_no_email_address(std::string_view text, std::string_view name);

  // How a field is called here: without "_nano".
  static std::string_view name_of(Field field);

 private:
  template <wire::Message Record>
  bool read_field(Record& record, const Node& member) const {
    bool found = false;
    wire::visit_fields(record, [&](Field field, int, auto& value) {
      if (found || name_of(field) != member.name()) return;
      found = true;
      if (member.kind != Kind::kNull) read_value(value, member, member.name());
    });
    return found;
  }

  template <wire::Texts T>
  void read_value(T& text, const Node& node, std::string_view name) const {
    expect(node.kind == Kind::kText, name, "a text");
    check_no_key(node.text(), name);
    if constexpr (is_about_people<T>) check_no_email_address(node.text(), name);
    text.value = node.text();
  }
  // Models are not named after people, and some have an "@". A budget's is judged with its scope.
  template <class T>
  static constexpr bool is_about_people =
      !std::is_same_v<T, ModelName> && !std::is_same_v<T, ScopeId>;
  void read_value(Nano& value, const Node& node, std::string_view name) const;
  void read_value(TimeMs& value, const Node& node, std::string_view name) const;
  void read_value(std::int64_t& value, const Node& node, std::string_view name) const;
  template <wire::Enumeration T>
  void read_value(T& value, const Node& node, std::string_view name) const {
    expect(node.kind == Kind::kText, name, "a text");
    std::string known;
    for (std::uint8_t number = 1; wire::is_enum_number<T>(number); ++number) {
      value = static_cast<T>(number);
      if (enum_name(value) == node.text()) return;
      known += (known.empty() ? "" : ", ") + std::string(enum_name(value));
    }
    expect(false, name, "one of " + known);
  }
  template <class T>
  void read_value(std::optional<T>& value, const Node& node, std::string_view name) const {
    read_value(value.emplace(), node, name);
  }
  template <class T>
  void read_value(std::vector<T>& list, const Node& node, std::string_view name) const {
    expect(node.kind == Kind::kList, name, "a list");
    tape_.each(node, [&](const Node& element) {
      read_value(list.emplace_back(), element, name);
      return true;
    });
  }
  template <wire::Message Record>
  void read_value(Record& record, const Node& node, std::string_view name) const {
    expect(node.kind == Kind::kObject, name, "an object");
    read(node, record, {}, [](const Node&) { return false; });
  }

  static void expect(bool holds, std::string_view name, const std::string& what);
  [[noreturn]] static void fail_unknown(std::string_view name);

  wire::JsonTape tape_;
};

}  // namespace nemo::api
