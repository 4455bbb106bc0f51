#include "adapters/identity/virtual_key.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "adapters/identity/base64url.h"
#include "events/values/assert.h"

namespace nemo::identity {
namespace {

constexpr std::string_view kStart = "sk-nemo-";
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kSecretSize = 43;
constexpr std::size_t kShownSize = 4;

NewVirtualKey key_of(const OrgId& org_id, std::string_view bytes) {
  NEMO_ASSERT(is_id_form(org_id.view()));
  const std::string front = std::string(kStart) + org_id.value + '.';
  Secret text(front.size() + kSecretSize);
  std::memcpy(text.writable(), front.data(), front.size());
  write_base64url(bytes, text.writable() + front.size());
  const SecretDigest digest = sha256_of(text.revealed());
  Label prefix(text.revealed().substr(0, front.size() + kShownSize));
  return {std::move(text), digest, std::move(prefix)};
}

}  // namespace

NewVirtualKey make_virtual_key(const OrgId& org_id) {
  Secret random(kRandomBytes);
  // Without randomness there is no key to fall back to.
  NEMO_ASSERT(RAND_priv_bytes(reinterpret_cast<unsigned char*>(random.writable()), kRandomBytes) ==
              1);
  return key_of(org_id, random.revealed());
}

NewVirtualKey derive_virtual_key(const MasterKey& key, const OrgId& org_id,
                                 std::string_view context) {
  std::string info = "nemo-ledger virtual key/" + org_id.value + "/";
  info.append(context);
  info.push_back('\x01');  // the first block, which is all of it
  const SecretDigest block = hmac_sha256_of(key.bytes.revealed(), info);
  return key_of(org_id, block.view());
}

std::optional<PresentedKey> parse_virtual_key(std::string_view text) {
  if (!text.starts_with(kStart)) return std::nullopt;
  const std::string_view rest = text.substr(kStart.size());
  if (rest.size() < kSecretSize + 1) return std::nullopt;
  const std::size_t point = rest.size() - kSecretSize - 1;
  const std::string_view org = rest.substr(0, point);
  if (!is_id_form(org) || rest[point] != '.') return std::nullopt;
  if (!is_base64url(rest.substr(point + 1))) return std::nullopt;
  return PresentedKey{OrgId(org), sha256_of(text)};
}

bool holds_virtual_key(std::string_view text) {
  const std::size_t start = text.find(kStart);
  return start != std::string_view::npos &&
         text.find('.', start) < text.size() - std::min(text.size(), kSecretSize);
}

}  // namespace nemo::identity
