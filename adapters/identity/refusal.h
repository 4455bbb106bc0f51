#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::identity {

enum class RefusalCode : std::uint8_t {
  kForm,        // no compact JWS within the bounds
  kHeader,      // not JSON, or a member that is not taken
  kAlgorithm,   // none that is known, or not the key's
  kUnknownKey,  // no key of this id
  kKeysAway,    // no keys have been fetched so far: not the caller's fault
  kSignature,
  kClaims,  // not JSON, or a claim of another form
  kIssuer,
  kAudience,
  kExpired,
  kNotYet,
  kSubject,
  kNotAPerson,  // an anon, service or anonymous token
};

// Why a token is refused, for the log; of the token it shows at most a printable key id. Whoever
// asked is told kRefusedToken for all of them.
struct Refusal {
  RefusalCode code = RefusalCode::kForm;
  std::string reason;
};

inline constexpr std::string_view kRefusedToken =
    "The access token is not valid: sign in again and use the new one.";

// "form", "unknown_key" and so on: a metric's label.
std::string_view name_of(RefusalCode code);

}  // namespace nemo::identity
