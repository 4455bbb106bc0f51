#pragma once

#include <cstddef>
#include <string_view>

#include "adapters/identity/claims.h"
#include "adapters/identity/token_keys.h"

namespace nemo::identity {

inline constexpr std::size_t kTokenBytesMax = 8'192;

// Judges a compact JWS as RFC 8725 wants it: the key comes from `keys`, its algorithm from the key
// (the header's must be the same), and claims are read only behind a good signature. `now` is the
// caller's clock. Thread rule: any thread; as long as `keys` takes to find one.
Verdict verify_token(std::string_view token, TokenKeys& keys, const TokenRules& rules, TimeMs now);

}  // namespace nemo::identity
