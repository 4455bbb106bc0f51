#include "events/catalog/field.h"

#include <array>

#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, kFieldCount> kFieldNames = {
    "",
    "event_id",
    "org_id",
    "at",
    "occurred_at",
    "producer",
    "name",
    "currency",
    "plan",
    "credit_line_nano",
    "reason",
    "team_id",
    "user_id",
    "role",
    "key_id",
    "key_sha256",
    "display_prefix",
    "allowed_models",
    "requests_per_minute",
    "tokens_per_minute",
    "parallel_requests",
    "expires_at",
    "clear",
    "grace_ms",
    "fee_bps",
    "free_credits_nano",
    "limits",
    "scope",
    "scope_id",
    "period",
    "limit_nano",
    "alert_percents",
    "grant_id",
    "kind",
    "amount_nano",
    "adjustment_id",
    "actor",
    "reservation_id",
    "model",
    "max_usage",
    "estimated_tokens",
    "ttl_ms",
    "tags",
    "increase_id",
    "extend_ms",
    "cost_nano",
    "usage",
    "tokens",
    "exactness",
    "usage_id",
    "version",
    "effective_from",
    "models",
    "rates",
    "token_class",
    "service_tier",
    "above_input_tokens",
    "price_e18",
    "rules_version",
    "input_tokens",
    "cache_read_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "output_tokens",
    "reasoning_tokens",
    "input_audio_tokens",
    "output_audio_tokens",
    "input_image_tokens",
    "output_image_tokens",
    "images",
    "seconds_milli",
    "characters",
    "queries",
    "pages",
    "content",
    "url",
    "master_key_id",
};

}  // namespace

std::string_view field_name(Field field) {
  const auto number = static_cast<std::uint16_t>(field);
  NEMO_ASSERT(number < kFieldCount);
  return kFieldNames[number];
}

}  // namespace nemo
