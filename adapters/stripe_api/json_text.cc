#include "adapters/stripe_api/json_text.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "events/values/assert.h"

namespace nemo::stripe_api {
namespace {

namespace json = boost::json;

// Looks at every byte and keeps none.
struct Nothing {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return true; }
  bool on_object_end(std::size_t, json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_key(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Walks over a valid text, value by value.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) { skip_space(); }

  bool ended() const { return at_ == text_.size(); }

  // Whether `c` comes next; it is passed over then.
  bool pass(char c) {
    if (ended() || text_[at_] != c) return false;
    ++at_;
    skip_space();
    return true;
  }

  std::string_view value() {
    const std::size_t begin = at_;
    int depth = 0;
    do {
      NEMO_ASSERT(!ended());
      depth += step();
    } while (depth > 0);
    const std::string_view found = text_.substr(begin, at_ - begin);
    skip_space();
    return found;
  }

 private:
  // Passes over a string, a number or word, or one character, and says what it does to the depth.
  int step() {
    const char c = text_[at_];
    if (c == '"') return skip_string();
    if (std::string_view("[]{},:").find(c) == std::string_view::npos && !is_space(c)) {
      at_ = std::min(text_.find_first_of("[]{},: \n\r\t", at_), text_.size());
      return 0;
    }
    ++at_;
    return c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
  }

  int skip_string() {
    for (++at_; text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
    return 0;
  }

  void skip_space() {
    while (!ended() && is_space(text_[at_])) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_json(std::string_view text) {
  json::basic_parser<Nothing> parser(json::parse_options{});
  json::error_code error;
  return parser.write_some(false, text.data(), text.size(), error) == text.size() && !error;
}

std::optional<std::string_view> member(std::string_view object, std::string_view name) {
  Walk walk(object);
  if (!walk.pass('{') || walk.pass('}')) return std::nullopt;
  do {
    const std::string_view key = walk.value();
    walk.pass(':');
    const std::string_view value = walk.value();
    if (key.substr(1, key.size() - 2) == name) return value;
  } while (walk.pass(','));
  return std::nullopt;
}

std::optional<std::vector<std::string_view>> elements(std::string_view array) {
  Walk walk(array);
  if (!walk.pass('[')) return std::nullopt;
  std::vector<std::string_view> found;
  if (walk.pass(']')) return found;
  do {
    found.push_back(walk.value());
  } while (walk.pass(','));
  return found;
}

std::optional<std::string> string_value(std::string_view value) {
  if (!value.starts_with('"')) return std::nullopt;
  return json::value_to<std::string>(json::parse(json::string_view(value.data(), value.size())));
}

std::string string_member(std::string_view object, std::string_view name) {
  const auto value = member(object, name);
  return value ? string_value(*value).value_or("") : "";
}

}  // namespace nemo::stripe_api
