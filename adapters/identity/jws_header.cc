#include "adapters/identity/jws_header.h"

#include "adapters/identity/strict_json.h"

namespace nemo::identity {
namespace {

using Kind = StrictJson::Kind;

// Keys and where to fetch them; extensions; other encodings of what is signed; nested and
// encrypted tokens.
constexpr std::string_view kRefusedMembers[] = {"jku",  "jwk", "x5u", "x5c", "x5t", "x5t#S256",
                                                "crit", "b64", "zip", "enc", "cty"};

Refusal wrong(std::string reason) { return {RefusalCode::kHeader, std::move(reason)}; }

std::optional<Algorithm> algorithm_of(const StrictJson* value) {
  if (value == nullptr || !value->is(Kind::kString)) return std::nullopt;
  for (const Algorithm known : {Algorithm::kEs256, Algorithm::kRs256, Algorithm::kHs256}) {
    if (value->text == name_of(known)) return known;
  }
  return std::nullopt;
}

bool is_right_type(const StrictJson* value) {
  return value == nullptr || (value->is(Kind::kString) && value->text == "JWT");
}

}  // namespace

std::variant<JwsHeader, Refusal> read_jws_header(std::string_view json) {
  const auto header = parse_strict_object(json);
  if (!header) return wrong("the header is not a JSON object with each name once");
  for (const std::string_view name : kRefusedMembers) {
    if (header->find(name) != nullptr) return wrong("the header has " + std::string(name));
  }
  if (!is_right_type(header->find("typ"))) return wrong("typ is not JWT");
  JwsHeader read;
  if (const StrictJson* kid = header->find("kid")) {
    if (!kid->is(Kind::kString) || !is_key_id(kid->text)) return wrong("kid is of another form");
    read.key_id = kid->text;
  }
  const auto algorithm = algorithm_of(header->find("alg"));
  if (!algorithm) return Refusal{RefusalCode::kAlgorithm, "alg is not ES256, RS256 or HS256"};
  read.algorithm = *algorithm;
  return read;
}

}  // namespace nemo::identity
