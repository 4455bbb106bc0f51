#include "adapters/prices/json_text.h"

#include <boost/json/basic_parser_impl.hpp>

#include "adapters/prices/price_table_unreadable.h"

namespace nemo {
namespace {

using boost::json::error_code;
using boost::json::string_view;
using Kind = JsonText::Kind;

// Builds a JsonText out of the parser's events. Numbers come in pieces of text and, at their end,
// as a binary value, which is passed over.
class Builder {
 public:
  static constexpr std::size_t max_array_size = 10'000'000;
  static constexpr std::size_t max_object_size = 10'000'000;
  static constexpr std::size_t max_string_size = 10'000'000;
  static constexpr std::size_t max_key_size = 1'000'000;

  JsonText take() { return std::move(root_); }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_object_begin(error_code&) { return open(Kind::kObject); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code&) { return open(Kind::kArray); }
  bool on_array_end(std::size_t, error_code&) { return close(); }

  bool on_key_part(string_view part, std::size_t, error_code&) { return append(key_, part); }
  bool on_key(string_view part, std::size_t, error_code&) { return append(key_, part); }
  bool on_string_part(string_view part, std::size_t, error_code&) { return append(text_, part); }
  bool on_string(string_view part, std::size_t, error_code&) {
    return append(text_, part) && scalar(Kind::kString);
  }
  bool on_number_part(string_view part, error_code&) { return append(text_, part); }
  bool on_int64(std::int64_t, string_view part, error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return number(part); }
  bool on_double(double, string_view part, error_code&) { return number(part); }
  bool on_bool(bool value, error_code&) {
    text_ = value ? "true" : "false";
    return scalar(Kind::kBool);
  }
  bool on_null(error_code&) { return scalar(Kind::kNull); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  static bool append(std::string& text, string_view part) {
    text.append(part.data(), part.size());
    return true;
  }
  bool number(string_view part) { return append(text_, part) && scalar(Kind::kNumber); }

  // Where the next value goes. The pointers of open_ stay valid: a container's elements are
  // added only while none of them is open.
  JsonText& place() {
    if (open_.empty()) return root_;
    JsonText& parent = *open_.back();
    if (parent.kind == Kind::kArray) return parent.items.emplace_back();
    parent.members.push_back({std::move(key_), JsonText()});
    key_.clear();
    return parent.members.back().value;
  }
  bool scalar(Kind kind) {
    JsonText& value = place();
    value.kind = kind;
    value.text = std::move(text_);
    text_.clear();
    return true;
  }
  bool open(Kind kind) {
    JsonText& value = place();
    value.kind = kind;
    open_.push_back(&value);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  JsonText root_;
  std::vector<JsonText*> open_;
  std::string key_;
  std::string text_;
};

constexpr std::size_t kMostShown = 200;

}  // namespace

const JsonText* JsonText::find(std::string_view name) const {
  for (const auto& [member, value] : members) {
    if (member == name) return &value;
  }
  return nullptr;
}

std::string_view JsonText::string_at(std::string_view name) const {
  const JsonText* value = find(name);
  return value != nullptr && value->is(Kind::kString) ? value->text : std::string_view();
}

std::string JsonText::shown() const {
  std::string out;
  if (is(Kind::kNull)) out = "null";
  if (is(Kind::kBool) || is(Kind::kNumber)) out = text;
  if (is(Kind::kString)) out = '"' + text + '"';
  if (is(Kind::kArray)) {
    for (const JsonText& item : items) out += (out.empty() ? "" : ", ") + item.shown();
    out = '[' + out + ']';
  }
  if (is(Kind::kObject)) {
    for (const auto& [name, value] : members) {
      out += (out.empty() ? "" : ", ") + ('"' + name + "\": ") + value.shown();
    }
    out = '{' + out + '}';
  }
  if (out.size() > kMostShown) out = out.substr(0, kMostShown) + "...";
  return out;
}

JsonText parse_json_text(std::string_view bytes) {
  boost::json::basic_parser<Builder> parser{boost::json::parse_options()};
  error_code error;
  const std::size_t read = parser.write_some(false, bytes.data(), bytes.size(), error);
  if (!error && read != bytes.size()) error = boost::json::error::extra_data;
  if (error) {
    throw PriceTableUnreadable("not JSON: " + error.message() + " near byte " +
                               std::to_string(read));
  }
  return parser.handler().take();
}

}  // namespace nemo
