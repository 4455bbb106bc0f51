#include "adapters/identity/refusal.h"

#include "events/values/assert.h"

namespace nemo::identity {

std::string_view name_of(RefusalCode code) {
  switch (code) {
    case RefusalCode::kForm:
      return "form";
    case RefusalCode::kHeader:
      return "header";
    case RefusalCode::kAlgorithm:
      return "algorithm";
    case RefusalCode::kUnknownKey:
      return "unknown_key";
    case RefusalCode::kKeysAway:
      return "keys_away";
    case RefusalCode::kSignature:
      return "signature";
    case RefusalCode::kClaims:
      return "claims";
    case RefusalCode::kIssuer:
      return "issuer";
    case RefusalCode::kAudience:
      return "audience";
    case RefusalCode::kExpired:
      return "expired";
    case RefusalCode::kNotYet:
      return "not_yet";
    case RefusalCode::kSubject:
      return "subject";
    case RefusalCode::kNotAPerson:
      return "not_a_person";
  }
  NEMO_ASSERT(false);
  return {};
}

}  // namespace nemo::identity
