#include "adapters/identity/jws_header.h"
#include "adapters/identity/jwt.h"
#include "events/values/text.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

using namespace identity;

const TokenRules& rules() {
  static const TokenRules kRules{"joe", "us"};
  return kRules;
}

constexpr TimeMs kNow{1'767'225'600'000};

void try_header(std::string_view bytes) {
  const auto read = read_jws_header(bytes);
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    promise(!refusal->reason.empty(), "a refusal has its reason");
    return;
  }
  const JwsHeader& header = std::get<JwsHeader>(read);
  promise(!header.key_id || is_key_id(*header.key_id), "a key's name can be shown");
}

void try_claims(std::string_view bytes) {
  const Verdict verdict = read_claims(bytes, rules(), kNow);
  const auto* person = std::get_if<Person>(&verdict);
  if (person == nullptr) return;
  promise(is_id_form(person->sub.view()), "a person can be a member");
  promise(person->expires.value + rules().leeway_ms > kNow.value,
          "a token that is over is refused");
  promise(person->email.size() <= 320, "texts have a bound");
}

// Nobody but the fuzzer's own luck of 1 in 2^256 could sign.
void try_token(std::string_view bytes) {
  static SharedSecretKey keys(
      SignatureKey::hs256("", Secret::copy_of("a secret that no input of the fuzzer knows")));
  const Verdict verdict = verify_token(bytes, keys, rules(), kNow);
  promise(std::holds_alternative<Refusal>(verdict), "what is not signed is refused");
}

}  // namespace
}  // namespace nemo::fuzz

// A token, its header and its claims, each out of the same bytes.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  try_token(bytes);
  try_header(bytes);
  try_claims(bytes);
}
