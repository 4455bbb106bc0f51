#pragma once

#include <string>
#include <string_view>

#include "events/wire/base64.h"
#include "events/wire/json_text.h"
#include "events/wire/message_fields.h"

namespace nemo::wire {

// Appends any record of the catalogue as the JSON object JsonReader reads: fields in the table's
// order, what is left out not printed, numbers as strings.
class JsonPrinter {
 public:
  explicit JsonPrinter(std::string& out) : out_(out) {}

  template <Message Record>
  void print(const Record& record) {
    out_.push_back('{');
    visit_fields(record, [this](Field field, int number, const auto& value) {
      if (is_left_out(value)) return;
      print_name(json_name<Record>(field, number));
      print(value);
    });
    out_.push_back('}');
  }

  // The name of a member and its colon, with a comma before it where one is needed.
  void print_name(std::string_view name) {
    out_.append(out_.back() == '{' ? "\"" : ",\"");
    out_.append(name);
    out_.append("\":");
  }

  template <Texts T>
  void print(const T& text) {
    if constexpr (std::is_same_v<T, Bytes>) {
      out_.push_back('"');
      append_base64(text.view(), out_);
      out_.push_back('"');
    } else {
      append_json_text(text.view(), out_);
    }
  }
  template <Number T>
  void print(T value) {
    if constexpr (std::is_same_v<T, TimeMs>) {
      append_json_time(value, out_);
    } else {
      append_json_number(number_of(value), out_);
    }
  }
  template <Enumeration T>
  void print(T value) {
    append_json_text(enum_name(value), out_);
  }
  template <class T>
  void print(const std::optional<T>& value) {
    print(*value);
  }
  template <class T>
  void print(const std::vector<T>& list) {
    char before = '[';
    for (const T& element : list) {
      out_.push_back(before);
      print(element);
      before = ',';
    }
    out_.push_back(']');
  }

 private:
  template <Texts T>
  static bool is_left_out(const T& text) {
    return text.empty();
  }
  template <class T>
  static bool is_left_out(const std::optional<T>& value) {
    return !value;
  }
  template <class T>
  static bool is_left_out(const std::vector<T>& list) {
    return list.empty();
  }
  static bool is_left_out(std::int64_t) { return false; }
  template <Enumeration T>
  static bool is_left_out(T value) {
    return value == T{};
  }

  std::string& out_;
};

}  // namespace nemo::wire
