#include "adapters/identity/jwt.h"

#include <optional>
#include <string>

#include "adapters/identity/base64url.h"
#include "adapters/identity/jws_header.h"

namespace nemo::identity {
namespace {

struct Segments {
  std::string header;
  std::string claims;
  std::string signature;
  std::string_view signed_part;  // the token up to its last point
};

std::optional<Segments> split(std::string_view token) {
  if (token.size() > kTokenBytesMax) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  // A further point is no character of base64url.
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto header = from_base64url(token.substr(0, first));
  auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Segments{std::move(*header), std::move(*claims), std::move(*signature),
                  token.substr(0, second)};
}

Refusal unknown_key(const JwsHeader& header) {
  return {RefusalCode::kUnknownKey,
          header.key_id ? "no key is called " + *header.key_id : "the header names no key"};
}

}  // namespace

Verdict verify_token(std::string_view token, TokenKeys& keys, const TokenRules& rules, TimeMs now) {
  const auto segments = split(token);
  if (!segments) return Refusal{RefusalCode::kForm, "not three parts of base64url within 8 KiB"};
  const auto read = read_jws_header(segments->header);
  if (const Refusal* wrong = std::get_if<Refusal>(&read)) return *wrong;
  const JwsHeader& header = std::get<JwsHeader>(read);
  const TokenKeys::Found found = keys.find(header.key_id);
  if (found.away) return Refusal{RefusalCode::kKeysAway, "no keys have been fetched yet"};
  if (!found.key) return unknown_key(header);
  if (found.key->algorithm() != header.algorithm) {
    return Refusal{RefusalCode::kAlgorithm, "alg is not the one of the key"};
  }
  if (!found.key->verifies(segments->signed_part, segments->signature)) {
    return Refusal{RefusalCode::kSignature, "the signature is not the key's"};
  }
  return read_claims(segments->claims, rules, now);
}

}  // namespace nemo::identity
