#include "adapters/api/limits.h"

#include <algorithm>

namespace nemo::api {
namespace {

constexpr std::int64_t kSecond = 1'000;

void add(const std::string& of, std::int64_t limit, Wide used, std::int64_t seconds,
         http::Response& response) {
  const Wide left = std::max<Wide>(0, limit - used);
  response.fields.push_back({"x-ratelimit-limit-" + of, std::to_string(limit)});
  response.fields.push_back(
      {"x-ratelimit-remaining-" + of, std::to_string(static_cast<std::int64_t>(left))});
  response.fields.push_back({"x-ratelimit-reset-" + of, std::to_string(seconds) + "s"});
}

}  // namespace

void add_key_limits(const OrgReading& reading, std::string_view key_id, TimeMs now,
                    http::Response& response) {
  const auto found =
      std::find_if(reading.org.keys.begin(), reading.org.keys.end(),
                   [key_id](const KeyState& key) { return key.key_id.view() == key_id; });
  if (found == reading.org.keys.end()) return;
  KeyState key = *found;
  key.roll_minute(now);
  const std::int64_t rest = kMsPerMinute - now.value % kMsPerMinute;
  const std::int64_t seconds = (rest + kSecond - 1) / kSecond;
  if (key.requests_per_minute) {
    add("requests", *key.requests_per_minute, key.requests, seconds, response);
  }
  if (key.tokens_per_minute) {
    add("tokens", *key.tokens_per_minute, key.tokens, seconds, response);
  }
}

}  // namespace nemo::api
