#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/integer.h"
#include "events/values/money.h"
#include "events/values/time.h"
#include "events/wire/json_text.h"

namespace nemo::wire {

// Appends one JSON object, member by member, from its brace at birth to its brace at death.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_.push_back('{'); }
  ~Members() { out_.push_back('}'); }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  std::string& name(std::string_view name) {
    out_.append(out_.back() == '{' ? "\"" : ",\"");
    out_.append(name);
    out_.append("\":");
    return out_;
  }
  // For texts without anything to escape.
  void plain(std::string_view key, std::string_view text) {
    name(key).push_back('"');
    out_.append(text);
    out_.push_back('"');
  }
  void text(std::string_view key, std::string_view text) { append_json_text(text, name(key)); }
  void number(std::string_view key, std::int64_t value) { append_json_number(value, name(key)); }
  void number(std::string_view key, Wide value) { append_json_number(value, name(key)); }
  void number(std::string_view key, Nano value) { number(key, value.value); }
  void time(std::string_view key, TimeMs time) { append_json_time(time, name(key)); }
  void time(std::string_view key, std::optional<TimeMs> at) {
    if (at) time(key, *at);
  }

 private:
  std::string& out_;
};

}  // namespace nemo::wire
