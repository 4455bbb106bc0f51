#include "events/wire/json_tape.h"

#include <boost/json/basic_parser_impl.hpp>
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

  Handler(std::string_view json, std::vector<Node>& nodes, std::string& unescaped)
      : json_(json), nodes_(nodes), unescaped_(unescaped) {}

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
  bool on_bool(bool, Error&) { return add(Kind::kBool, {}); }
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
    if (unescaped_.capacity() < json_.size()) unescaped_.reserve(json_.size());
    unescaped_.append(part);
    return true;
  }
  std::string_view finish(std::string_view last) {
    const std::less<const char*> before;
    const bool in_place =
        !before(last.data(), json_.data()) && !before(json_.data() + json_.size(), last.data());
    if (in_place && unescaped_.size() == gathered_) return last;
    gather(last);
    const std::string_view whole = std::string_view(unescaped_).substr(gathered_);
    gathered_ = unescaped_.size();
    return whole;
  }

  std::string_view json_;
  std::vector<Node>& nodes_;
  std::string& unescaped_;
  std::size_t gathered_ = 0;  // how much of it earlier texts have
  std::string_view name_;
  std::vector<std::uint32_t> open_;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

bool JsonTape::read(std::string_view json) {
  nodes_.clear();
  nodes_.reserve(32);
  unescaped_.clear();
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::basic_parser<Handler> parser(options, json, nodes_, unescaped_);
  Error error;
  std::size_t used = parser.write_some(false, json.data(), json.size(), error);
  while (used < json.size() && is_space(json[used])) ++used;
  return !error && used == json.size() && !nodes_.empty();
}

}  // namespace nemo::wire
