#include "events/outcomes/outcome_name.h"

#include <array>

#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, kOutcomeCodeCount> kNames = {
    "",
    "accepted",
    "granted",
    "denied_organization_unknown",
    "denied_organization_suspended",
    "denied_key_unknown",
    "denied_key_revoked",
    "denied_key_expired",
    "denied_model_not_allowed",
    "denied_price_unknown",
    "denied_rate_limit",
    "denied_token_limit",
    "denied_parallel_limit",
    "denied_budget",
    "denied_credits",
    "settled",
    "released",
    "expired",
    "already_settled",
    "already_released",
    "already_expired",
    "exists",
    "exists_with_different",
    "not_found",
    "invalid",
    "malformed",
    "budget_alert",
    "credit_expired",
    "balance_low",
    "denied_top_up",
};

}  // namespace

std::string_view outcome_code_name(OutcomeCode code) {
  const auto number = static_cast<std::uint8_t>(code);
  NEMO_ASSERT(number < kOutcomeCodeCount);
  return kNames[number];
}

std::string format_outcome_name(OutcomeName name) {
  std::string text(outcome_code_name(name.code));
  if (name.field != Field::kNone) {
    text.push_back('_');
    text.append(field_name(name.field));
  }
  return text;
}

}  // namespace nemo
