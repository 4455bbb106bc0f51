#include <set>

#include "adapters/identity/jwks.h"
#include "tests/fuzz/fuzz.h"

// Any JWK set: refused with the reason, or keys to check signatures with.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  using namespace identity;
  try {
    const JwkSet set = parse_jwks(bytes);
    promise(set.keys.size() + set.notes.size() <= JwkSet::kKeysMax, "a set has a bound");
    std::set<std::string> names;
    for (const SignatureKey& key : set.keys) {
      promise(is_key_id(key.key_id()), "a key's name can be shown");
      promise(names.insert(key.key_id()).second, "no two keys have one name");
      promise(key.algorithm() != Algorithm::kHs256, "what is published is no secret");
      for (const std::size_t size : {0U, 64U, 256U}) {
        promise(!key.verifies("text", std::string(size, '\1')), "nobody has signed");
      }
    }
  } catch (const JwksUnusable& unusable) {
    promise(!unusable.reason.empty(), "a refusal has its reason");
  }
}
