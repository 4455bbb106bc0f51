#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/identity/refusal.h"
#include "adapters/identity/signature_key.h"

namespace nemo::identity {

// What is taken from a token's header; nothing in it decides about trust.
struct JwsHeader {
  Algorithm algorithm = Algorithm::kEs256;
  std::optional<std::string> key_id;
};

// Reads the header's JSON: `alg` exactly a name that is known, `typ` absent or "JWT", `kid` absent
// or is_key_id; a member that brings a key, points to one, or changes what is signed is refused,
// any other passed over. Thread rule: any thread.
std::variant<JwsHeader, Refusal> read_jws_header(std::string_view json);

}  // namespace nemo::identity
