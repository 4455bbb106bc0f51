#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/identity/refusal.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo::identity {

// Which tokens are meant for us.
struct TokenRules {
  static constexpr std::int64_t kLeewayMsMax = 30'000;

  std::string issuer;              // exactly `iss`; not empty
  std::string audience;            // is or is in `aud`; not empty
  std::int64_t leeway_ms = 5'000;  // of the issuer's clock and ours; 0 to kLeewayMsMax
};

// Who a token speaks for. What the person may do is not in it: the ledger is asked at each request.
struct Person {
  UserId sub;
  std::string email;       // empty: none
  std::string session_id;  // empty: none
  TimeMs expires;          // `exp`, without leeway
};

using Verdict = std::variant<Person, Refusal>;

// Judges the JSON of claims whose signature is good: `iss`, `aud`, `exp` and `sub` (a UserId) must
// be there, `nbf` and `iat` not in the future; the public and the service keys of Supabase and its
// anonymous users are refused. Claims that are not read are passed over. Thread rule: any thread.
Verdict read_claims(std::string_view json, const TokenRules& rules, TimeMs now);

}  // namespace nemo::identity
