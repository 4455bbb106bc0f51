#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/catalog/field.h"

namespace nemo {

// What the engine answers: a closed list, numbered for ever. CONTRACT of each: outcome_name().
enum class OutcomeCode : std::uint8_t {
  kNone = 0,
  kAccepted = 1,
  kGranted = 2,
  kDeniedOrganizationUnknown = 3,
  kDeniedOrganizationSuspended = 4,
  kDeniedKeyUnknown = 5,
  kDeniedKeyRevoked = 6,
  kDeniedKeyExpired = 7,
  kDeniedModelNotAllowed = 8,
  kDeniedPriceUnknown = 9,
  kDeniedRateLimit = 10,
  kDeniedTokenLimit = 11,
  kDeniedParallelLimit = 12,
  kDeniedBudget = 13,
  kDeniedCredits = 14,
  kSettled = 15,
  kReleased = 16,
  kExpired = 17,
  kAlreadySettled = 18,
  kAlreadyReleased = 19,
  kAlreadyExpired = 20,
  kExists = 21,
  kExistsWithDifferent = 22,  // names a field
  kNotFound = 23,
  kInvalid = 24,  // names a field
  kMalformed = 25,
  kBudgetAlert = 26,
  kCreditExpired = 27,
  kBalanceLow = 28,
  kDeniedTopUp = 29,
};

inline constexpr std::uint8_t kOutcomeCodeCount = 30;

constexpr bool is_denied(OutcomeCode code) {
  return code >= OutcomeCode::kDeniedOrganizationUnknown && code <= OutcomeCode::kDeniedCredits;
}

// An outcome's whole name: two of the codes are completed by a field.
struct OutcomeName {
  OutcomeCode code = OutcomeCode::kNone;
  Field field = Field::kNone;

  auto operator<=>(const OutcomeName&) const = default;
};

// "granted", "invalid_amount_nano", "exists_with_different_model", ...
std::string format_outcome_name(OutcomeName name);
// The code's own part: "granted", "invalid", "exists_with_different".
std::string_view outcome_code_name(OutcomeCode code);

}  // namespace nemo
