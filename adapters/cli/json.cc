#include "adapters/cli/json.h"

#include <algorithm>

namespace nemo {
namespace {

namespace json = boost::json;

bool is_nest(const json::value& value) { return value.is_array() || value.is_object(); }

bool is_flat(const json::value& value) {
  if (value.is_array()) {
    const json::array& list = value.get_array();
    return std::none_of(list.begin(), list.end(), is_nest);
  }
  if (!value.is_object()) return true;
  const json::object& object = value.get_object();
  return std::none_of(object.begin(), object.end(),
                      [](const auto& member) { return is_nest(member.value()); });
}

void put(std::string& out, const json::value& value, std::size_t level);

void put_nest(std::string& out, const json::value& value, std::size_t level) {
  const std::string inner((level + 1) * 2, ' ');
  bool first = true;
  const auto begin_member = [&] {
    out += first ? "\n" : ",\n";
    out += inner;
    first = false;
  };
  out += value.is_array() ? "[" : "{";
  if (value.is_array()) {
    for (const json::value& member : value.get_array()) {
      begin_member();
      put(out, member, level + 1);
    }
  } else {
    for (const auto& member : value.get_object()) {
      begin_member();
      out += json::serialize(json::value(member.key())) + ": ";
      put(out, member.value(), level + 1);
    }
  }
  out += "\n" + std::string(level * 2, ' ') + (value.is_array() ? "]" : "}");
}

void put(std::string& out, const json::value& value, std::size_t level) {
  const bool is_empty = value.is_array() && value.get_array().empty();
  if (is_nest(value) && !is_empty && (level == 0 || !is_flat(value))) {
    put_nest(out, value, level);
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string pretty(const json::value& value) {
  std::string out;
  put(out, value, 0);
  out.push_back('\n');
  return out;
}

}  // namespace nemo
