#include "adapters/api/pages.h"

#include <cstdint>
#include <optional>

#include "events/values/text.h"
#include "events/wire/json_text.h"

namespace nemo::api {
namespace {

constexpr std::int64_t kLimitMax = 1'000;
constexpr std::int64_t kLimit = 100;

}  // namespace

std::size_t page_limit(const Asked& asked) {
  const std::string* text = asked.query("limit");
  std::int64_t limit = kLimit;
  if (text != nullptr && (!wire::parse_integer(*text, limit) || limit < 1 || limit > kLimitMax)) {
    fail_invalid("`limit` is not 1 to 1,000", "limit");
  }
  return static_cast<std::size_t>(limit);
}

std::string id_cursor(const Asked& asked) {
  return page_cursor(asked, std::string(), [](const std::string& text) {
    return is_id_form(text) ? std::optional(text) : std::nullopt;
  });
}

}  // namespace nemo::api
