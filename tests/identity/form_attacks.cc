#include "adapters/identity/base64url.h"
#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using Code = RefusalCode;

std::string joined(const std::string& a, const std::string& b, const std::string& c) {
  return a + '.' + b + '.' + c;
}

// The signature's bytes in other lengths and with zeros, of a key's good token.
std::vector<Attack> signature_attacks(const SigningKey& key, const std::string& claims) {
  const std::string input = signing_input(key.header(), claims);
  const std::string right = key.sign(input);
  const std::size_t half = right.size() / 2;
  const std::string zeros(half, '\0');
  std::string flipped_last = right;
  flipped_last.back() = static_cast<char>(flipped_last.back() ^ 1);
  const std::pair<const char*, std::string> rows[] = {
      {"empty", ""},
      {"a byte short", right.substr(0, right.size() - 1)},
      {"its first byte gone", right.substr(1)},
      {"a zero behind", right + std::string(1, '\0')},
      {"a zero in front", std::string(1, '\0') + right},
      {"twice", right + right},
      {"half", right.substr(0, half)},
      {"zeros", zeros + zeros},
      {"first half zero", zeros + right.substr(half)},
      {"second half zero", right.substr(0, half) + zeros},
      {"halves exchanged", right.substr(half) + right.substr(0, half)},
      {"all ones", std::string(right.size(), '\xff')},
      {"the last bit flipped", flipped_last},
      {"in DER", "\x30\x44\x02\x20" + right.substr(0, half) + "\x02\x20" + right.substr(half)}};
  std::vector<Attack> attacks;
  for (const auto& [name, bytes] : rows) {
    attacks.push_back({key.key_id() + " signature: " + name, input + '.' + to_base64url(bytes),
                       Code::kSignature});
  }
  return attacks;
}

}  // namespace

std::vector<Attack> form_attacks(const TokenWorld& world) {
  const std::string claims = Claims::of_a_person(world).json();
  const std::string h = to_base64url(world.es.header());
  const std::string c = to_base64url(claims);
  const std::string s = to_base64url(world.es.sign(h + '.' + c));
  const std::string token = joined(h, c, s);
  const std::string longest(kTokenBytesMax + 1 - token.size(), 'A');
  const std::pair<std::string, std::string> rows[] = {
      {"nothing", ""},
      {"a point", "."},

      {"three points", "..."},
      {"one part", h},
      {"two parts", h + '.' + c},
      {"no signature nor its point", h + '.' + c},
      {"four parts", token + '.' + s},
      {"five parts, as JWE", joined(h, c, s) + "..A"},
      {"a point behind", token + '.'},
      {"a point in front", '.' + token},
      {"space in front", ' ' + token},
      {"space behind", token + ' '},
      {"line end", token + '\n'},
      {"zero behind", token + std::string(1, '\0')},
      {"with its scheme", "Bearer " + token},
      {"in quotes", '"' + token + '"'},
      {"two tokens", token + ',' + token},
      {"too long", token + longest},
      {"far too long", std::string(1 << 20, 'A')},
      {"too long in points", std::string(kTokenBytesMax + 1, '.')},
      {"header padded", joined(h + '=', c, s)},
      {"claims padded", joined(h, c + '=', s)},
      {"signature padded", joined(h, c, s + "==")},
      {"signature padded once", joined(h, c, s + '=')},
      {"plus", joined(h, c, '+' + s.substr(1))},
      {"slash", joined(h, c, '/' + s.substr(1))},
      {"percent", joined(h, c, "%41" + s.substr(1))},
      {"tilde", joined(h, c, '~' + s.substr(1))},
      {"space within", joined(h, c.substr(0, 8) + ' ' + c.substr(8), s)},
      {"line end within", joined(h, c.substr(0, 8) + "\r\n" + c.substr(8), s)},
      {"one character too many", joined(h, c, s + "AAA")},
      {"no ASCII", joined(h, c, "\xc3\xa9" + s.substr(2))},
      {"JSON serialized",
       R"({"payload":")" + c + R"(","protected":")" + h + R"(","signature":")" + s + "\"}"},
  };
  std::vector<Attack> attacks;
  for (const auto& [name, text] : rows) attacks.push_back({name, text, Code::kForm});
  // An ES256 signature ends in a character with four bits that no byte uses.
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::size_t last = alphabet.find(s.back());
  for (std::size_t unused = 1; unused < 16; ++unused) {
    attacks.push_back({"unused bits " + std::to_string(unused),
                       joined(h, c, s.substr(0, s.size() - 1) + alphabet[last + unused]),
                       Code::kForm});
  }
  for (const SigningKey* key : {&world.es, &world.rs, &world.hs}) {
    const auto more = signature_attacks(*key, claims);
    attacks.insert(attacks.end(), more.begin(), more.end());
  }
  return attacks;
}

}  // namespace nemo::identity
