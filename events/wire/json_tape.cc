#include "events/wire/json_tape.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <functional>

namespace nemo::wire {
namespace {

namespace json = boost::json;
using Error = boost::system::error_code;

// Puts what Boost.JSON finds on the tape.
class Handler {
 public:
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  using Kind = JsonTape::Kind;
  using Node = JsonTape::Node;

  Handler(std::string_view text, std::vector<Node>& nodes, std::string& unescaped)
      : text_(text), nodes_(nodes), unescaped_(unescaped) {}

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return open(Kind::kObject); }
  bool on_object_end(std::size_t, Error&) { return close(); }
  bool on_array_begin(Error&) { return open(Kind::kList); }
  bool on_array_end(std::size_t, Error&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_key(json::string_view part, std::size_t, Error&) {
    name_ = finish(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Error&) { return gather(part); }
  bool on_string(json::string_view part, std::size_t, Error&) {
    return add(Kind::kText, finish(part));
  }
  bool on_number_part(json::string_view part, Error&) { return gather(part); }
  bool on_int64(std::int64_t, json::string_view part, Error&) { return add_number(part); }
  bool on_uint64(std::uint64_t, json::string_view part, Error&) { return add_number(part); }
  bool on_double(double, json::string_view part, Error&) { return add_number(part); }
  bool on_bool(bool value, Error&) { return add(Kind::kBool, value ? "true" : "false"); }
  bool on_null(Error&) { return add(Kind::kNull, {}); }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }

 private:
  bool add(Kind kind, std::string_view text) {
    Node& node = nodes_.emplace_back();
    node.kind = kind;
    node.name_at = name_.data();
    node.name_size = static_cast<std::uint32_t>(name_.size());
    node.text_at = text.data();
    node.text_size = static_cast<std::uint32_t>(text.size());
    node.end = static_cast<std::uint32_t>(nodes_.size());
    name_ = {};
    return true;
  }
  bool add_number(json::string_view part) { return add(Kind::kNumber, finish(part)); }

  bool open(Kind kind) {
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    return add(kind, {});
  }
  bool close() {
    nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
    return true;
  }

  // Text that does not lie in the input as a whole is gathered beside it. Escapes only ever shrink,
  // so that all of it fits into what is reserved at first.
  bool gather(std::string_view part) {
    if (unescaped_.capacity() < text_.size()) unescaped_.reserve(text_.size());
    unescaped_.append(part);
    return true;
  }
  std::string_view finish(std::string_view last) {
    const std::less<const char*> before;
    const bool in_place =
        !before(last.data(), text_.data()) && !before(text_.data() + text_.size(), last.data());
    if (in_place && unescaped_.size() == gathered_) return last;
    gather(last);
    const std::string_view whole = std::string_view(unescaped_).substr(gathered_);
    gathered_ = unescaped_.size();
    return whole;
  }

  std::string_view text_;
  std::vector<Node>& nodes_;
  std::string& unescaped_;
  std::size_t gathered_ = 0;  // how much of it earlier texts have
  std::string_view name_;
  std::vector<std::uint32_t> open_;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Boost.JSON gives up on exponents beyond an int, which are JSON all the same. Nothing here needs
// their value, only that the number is no integer: digits after the fourth become spaces.
std::string shorten_exponents(std::string_view given) {
  std::string text(given);
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (quoted && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && (text[at] == 'e' || text[at] == 'E')) {
      std::size_t digit = at + 1;
      if (digit < text.size() && (text[digit] == '+' || text[digit] == '-')) ++digit;
      for (int count = 0; digit < text.size() && is_digit(text[digit]); ++digit) {
        if (++count > 4) text[digit] = ' ';
      }
      at = digit - 1;
    }
  }
  return text;
}

Error parse(std::string_view text, std::vector<JsonTape::Node>& nodes, std::string& unescaped) {
  nodes.clear();
  nodes.reserve(32);
  unescaped.clear();
  json::parse_options options;
  options.max_depth = JsonTape::kDepthMax;
  json::basic_parser<Handler> parser(options, text, nodes, unescaped);
  Error error;
  std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  while (used < text.size() && is_space(text[used])) ++used;
  if (!error && used != text.size()) error = json::error::extra_data;
  return error;
}

}  // namespace

bool JsonTape::read(std::string_view text) {
  Error error = parse(text, nodes_, unescaped_);
  if (error == json::error::exponent_overflow) {
    shortened_ = shorten_exponents(text);
    error = parse(shortened_, nodes_, unescaped_);
  }
  return !error;
}

}  // namespace nemo::wire
