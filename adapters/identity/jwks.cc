#include "adapters/identity/jwks.h"

#include <algorithm>

#include "adapters/identity/base64url.h"
#include "adapters/identity/strict_json.h"

namespace nemo::identity {
namespace {

using Kind = StrictJson::Kind;

constexpr const char* kPrivateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

// "" for a member that is left out.
std::string text_at(const StrictJson& jwk, const char* name) {
  const StrictJson* value = jwk.find(name);
  if (value == nullptr) return {};
  if (!value->is(Kind::kString) || value->text.empty()) {
    throw KeyRefused{std::string(name) + " is of another form"};
  }
  return value->text;
}

std::string bytes_at(const StrictJson& jwk, const char* name) {
  const auto bytes = from_base64url(text_at(jwk, name));
  if (!bytes || bytes->empty()) throw KeyRefused{std::string(name) + " is not base64url"};
  return *bytes;
}

void check_operations(const StrictJson& jwk) {
  const StrictJson* operations = jwk.find("key_ops");
  if (operations == nullptr) return;
  const auto is_verify = [](const StrictJson& one) {
    return one.is(Kind::kString) && one.text == "verify";
  };
  const auto& all = operations->items;
  if (std::none_of(all.begin(), all.end(), is_verify)) throw KeyRefused{"key_ops lacks verify"};
}

void check_use(const StrictJson& jwk, Algorithm algorithm) {
  const std::string use = text_at(jwk, "use");
  if (!use.empty() && use != "sig") throw KeyRefused{"use is not sig"};
  check_operations(jwk);
  const std::string named = text_at(jwk, "alg");
  if (!named.empty() && named != name_of(algorithm)) {
    throw KeyRefused{"alg is not " + std::string(name_of(algorithm))};
  }
}

SignatureKey key_of(const StrictJson& jwk, const std::string& key_id) {
  if (key_id.empty()) throw KeyRefused{"no token can name it"};
  const std::string type = text_at(jwk, "kty");
  if (type == "RSA") {
    check_use(jwk, Algorithm::kRs256);
    return SignatureKey::rs256(key_id, bytes_at(jwk, "n"), bytes_at(jwk, "e"));
  }
  if (type == "EC") {
    check_use(jwk, Algorithm::kEs256);
    if (text_at(jwk, "crv") != "P-256") throw KeyRefused{"its curve is not P-256"};
    return SignatureKey::es256(key_id, bytes_at(jwk, "x"), bytes_at(jwk, "y"));
  }
  throw KeyRefused{"its kty is neither EC nor RSA"};
}

bool is_shared_secret(const StrictJson& jwk) {
  const StrictJson* type = jwk.find("kty");
  return type != nullptr && type->is(Kind::kString) && type->text == "oct";
}

void check_public(const StrictJson& jwk) {
  if (is_shared_secret(jwk)) return;  // never taken; what it has is its own affair
  for (const char* name : kPrivateMembers) {
    if (jwk.find(name) != nullptr) {
      throw JwksUnusable{"a key shows its private part (" + std::string(name) +
                         "): it must be revoked"};
    }
  }
}

// The name of a key, "" if it has none that it could be asked for by.
std::string key_id_of(const StrictJson& jwk) {
  const StrictJson* kid = jwk.find("kid");
  return kid != nullptr && is_key_id(kid->text) ? kid->text : std::string();
}

void take_key(const StrictJson& jwk, std::vector<std::string>& seen, JwkSet& set) {
  if (!jwk.is(Kind::kObject)) throw JwksUnusable{"a key is no object"};
  check_public(jwk);
  const std::string key_id = key_id_of(jwk);
  if (!key_id.empty() && std::find(seen.begin(), seen.end(), key_id) != seen.end()) {
    throw JwksUnusable{"two keys are called " + key_id};
  }
  seen.push_back(key_id);
  try {
    set.keys.push_back(key_of(jwk, key_id));
  } catch (const KeyRefused& refused) {
    set.notes.push_back("key " + (key_id.empty() ? "without a kid" : key_id) + ": " +
                        refused.reason);
  }
}

}  // namespace

JwkSet parse_jwks(std::string_view json) {
  const auto document = parse_strict_object(json);
  if (!document) throw JwksUnusable{"not a JSON object with each name once"};
  const StrictJson* keys = document->find("keys");
  if (keys == nullptr || !keys->is(Kind::kArray)) throw JwksUnusable{"it has no list of keys"};
  if (keys->items.size() > JwkSet::kKeysMax) throw JwksUnusable{"it has too many keys"};
  JwkSet set;
  std::vector<std::string> seen;
  for (const StrictJson& jwk : keys->items) take_key(jwk, seen, set);
  return set;
}

}  // namespace nemo::identity
