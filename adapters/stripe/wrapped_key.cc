#include "adapters/stripe/wrapped_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

#include "events/values/assert.h"

namespace nemo::stripe {
namespace {

constexpr char kVersion = 1;
constexpr std::string_view kPurpose = "nemo-ledger wrapping of data keys";
constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kEncryptedBytes = kNonceBytes + KeyBytes::kSize + kTagBytes;

std::string associated_with(std::string_view head, const OrgId& org_id) {
  return std::string(head) + org_id.value;
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

std::optional<WrappedKey> parse_wrapped(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != kVersion) return std::nullopt;
  const std::size_t id_size = static_cast<unsigned char>(bytes[1]);
  const std::size_t head_size = 2 + id_size + kIdDigits;
  if (bytes.size() != head_size + kEncryptedBytes) return std::nullopt;
  const WrappedKey wrapped{bytes.substr(2, id_size), bytes.substr(2 + id_size, kIdDigits),
                           bytes.substr(0, head_size), bytes.substr(head_size)};
  if (!is_id_form(wrapped.master_key_id) || !is_hex(wrapped.id)) return std::nullopt;
  return wrapped;
}

std::shared_ptr<const DataKey> new_data_key() {
  auto key = std::make_shared<DataKey>();
  std::array<unsigned char, kIdDigits / 2> id;
  fill_randomly(id.data(), id.size());
  for (const unsigned char byte : id) {
    key->id.value += "0123456789abcdef"[byte >> 4];
    key->id.value += "0123456789abcdef"[byte & 15];
  }
  fill_randomly(key->bytes.bytes.data(), KeyBytes::kSize);
  return key;
}

std::string wrap(const OrgId& org_id, const DataKey& key, const MasterKeySource& masters) {
  NEMO_ASSERT(is_id_form(masters.current_id));
  const std::string_view master_key = masters.bytes_of(masters.current_id);
  NEMO_ASSERT(!master_key.empty());
  std::string bytes{kVersion, static_cast<char>(masters.current_id.size())};
  bytes += masters.current_id + key.id.value;
  KeyBytes wrapping;
  derive_key(master_key, kPurpose, wrapping);
  return bytes + encrypted(wrapping, associated_with(bytes, org_id), key.bytes.view());
}

std::shared_ptr<const DataKey> unwrap(const OrgId& org_id, const WrappedKey& wrapped,
                                      std::string_view master_key) {
  KeyBytes wrapping;
  derive_key(master_key, kPurpose, wrapping);
  std::optional<std::string> plain =
      decrypted(wrapping, associated_with(wrapped.head, org_id), wrapped.encrypted);
  if (!plain) return nullptr;
  NEMO_ASSERT(plain->size() == KeyBytes::kSize);
  auto key = std::make_shared<DataKey>();
  key->id = DataKeyId(wrapped.id);
  std::copy(plain->begin(), plain->end(), key->bytes.bytes.begin());
  OPENSSL_cleanse(plain->data(), plain->size());
  return key;
}

}  // namespace nemo::stripe
