#include "adapters/identity/strict_json.h"

#include <boost/json/basic_parser_impl.hpp>

namespace nemo::identity {
namespace {

using boost::json::error_code;
using boost::json::string_view;
using Kind = StrictJson::Kind;

// Builds a StrictJson out of the parser's events; false ends the reading. A number comes in pieces
// of text and, at its end, as a binary value, which is passed over.
class Reader {
 public:
  static constexpr std::size_t max_array_size = StrictJson::kItemsMax;
  static constexpr std::size_t max_object_size = StrictJson::kMembersMax;
  static constexpr std::size_t max_string_size = 65'536;
  static constexpr std::size_t max_key_size = 1'024;

  StrictJson take() { return std::move(root_); }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_object_begin(error_code& error) { return open(Kind::kObject, error); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code& error) { return open(Kind::kArray, error); }
  bool on_array_end(std::size_t, error_code&) { return close(); }

  bool on_key_part(string_view part, std::size_t, error_code&) { return append(name_, part); }
  bool on_key(string_view part, std::size_t, error_code& error) {
    append(name_, part);
    return open_.back()->find(name_) == nullptr || refuse(error);
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return append(text_, part); }
  bool on_string(string_view part, std::size_t, error_code& error) {
    return append(text_, part) && scalar(Kind::kString, error);
  }
  bool on_number_part(string_view part, error_code&) { return append(text_, part); }
  bool on_int64(std::int64_t, string_view part, error_code& error) { return number(part, error); }
  bool on_uint64(std::uint64_t, string_view part, error_code& error) { return number(part, error); }
  bool on_double(double, string_view part, error_code& error) { return number(part, error); }
  bool on_bool(bool value, error_code& error) {
    text_ = value ? "true" : "false";
    return scalar(Kind::kBool, error);
  }
  bool on_null(error_code& error) { return scalar(Kind::kNull, error); }
  bool on_comment_part(string_view, error_code& error) { return refuse(error); }
  bool on_comment(string_view, error_code& error) { return refuse(error); }

 private:
  static bool refuse(error_code& error) {
    error = boost::json::error::syntax;
    return false;
  }
  static bool append(std::string& text, string_view part) {
    text.append(part.data(), part.size());
    return true;
  }
  bool number(string_view part, error_code& error) {
    return append(text_, part) && scalar(Kind::kNumber, error);
  }

  // Where the next value goes; null for a scalar or an array in the place of the whole. The
  // pointers of open_ stay valid: a container's elements are added only while none of them is open.
  StrictJson* place(Kind kind) {
    if (open_.empty()) return kind == Kind::kObject ? &root_ : nullptr;
    StrictJson& parent = *open_.back();
    if (parent.kind == Kind::kArray) return &parent.items.emplace_back();
    parent.members.push_back({std::move(name_), StrictJson()});
    name_.clear();
    return &parent.members.back().value;
  }
  bool scalar(Kind kind, error_code& error) {
    StrictJson* value = place(kind);
    if (value == nullptr) return refuse(error);
    value->kind = kind;
    value->text = std::move(text_);
    text_.clear();
    return true;
  }
  bool open(Kind kind, error_code& error) {
    StrictJson* value = place(kind);
    if (value == nullptr) return refuse(error);
    value->kind = kind;
    open_.push_back(value);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  StrictJson root_;
  std::vector<StrictJson*> open_;
  std::string name_;
  std::string text_;
};

}  // namespace

const StrictJson* StrictJson::find(std::string_view name) const {
  for (const auto& [member, value] : members) {
    if (member == name) return &value;
  }
  return nullptr;
}

std::optional<StrictJson> parse_strict_object(std::string_view bytes) {
  boost::json::parse_options options;
  options.max_depth = StrictJson::kDepthMax;
  boost::json::basic_parser<Reader> parser{options};
  error_code error;
  const std::size_t read = parser.write_some(false, bytes.data(), bytes.size(), error);
  if (error || read != bytes.size()) return std::nullopt;
  return parser.handler().take();
}

}  // namespace nemo::identity
