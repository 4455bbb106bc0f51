#include "adapters/identity/master_key.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "adapters/identity/base64url.h"
#include "adapters/identity/secret_digest.h"

namespace nemo::identity {
namespace {

constexpr const char* kName = "master key";
constexpr std::string_view kIdPurpose = "nemo-ledger master key id";
constexpr std::size_t kIdBytes = 8;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<Secret> from_hex(std::string_view text) {
  Secret bytes(MasterKey::kBytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.writable()[i] = static_cast<char>(high << 4 | low);
  }
  return bytes;
}

// Either alphabet, by its two characters that the other lacks; not both in one text.
std::optional<Secret> from_either_base64(std::string_view text) {
  Secret plain = Secret::copy_of(text);
  const bool standard = text.find_first_of("+/") != std::string_view::npos;
  if (standard && text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  std::replace(plain.writable(), plain.writable() + plain.size(), '+', '-');
  std::replace(plain.writable(), plain.writable() + plain.size(), '/', '_');
  if (!is_base64url(plain.revealed())) return std::nullopt;
  Secret bytes(MasterKey::kBytes);
  read_base64url(plain.revealed(), bytes.writable());
  return bytes;
}

std::optional<Secret> bytes_of(std::string_view text) {
  if (text.size() == 64) return from_hex(text);
  if (text.size() == 44 && text.ends_with('=')) text.remove_suffix(1);
  return text.size() == 43 ? from_either_base64(text) : std::nullopt;
}

bool is_one_byte_repeated(std::string_view bytes) {
  return bytes.find_first_not_of(bytes.front()) == std::string_view::npos;
}

std::string id_of(std::string_view key) {
  std::string id;
  const SecretDigest digest = hmac_sha256_of(key, kIdPurpose);
  for (std::size_t i = 0; i < kIdBytes; ++i) {
    id.push_back("0123456789abcdef"[digest.bytes[i] >> 4]);
    id.push_back("0123456789abcdef"[digest.bytes[i] & 15]);
  }
  return id;
}

MasterKey read_master_key(const std::string& source) {
  std::optional<Secret> bytes = bytes_of(read_secret(source, kName).revealed());
  if (!bytes || is_one_byte_repeated(bytes->revealed())) {
    throw SecretUnusable{std::string(kName) +
                         ": not 32 random bytes as 64 hex digits or as base64; make one with: " +
                         "openssl rand -hex 32"};
  }
  std::string id = id_of(bytes->revealed());
  return {std::move(*bytes), std::move(id)};
}

}  // namespace

MasterKeys::MasterKeys(const std::vector<std::string>& sources) {
  for (const std::string& source : sources) {
    MasterKey key = read_master_key(source);
    if (find(key.id) != nullptr) {
      throw SecretUnusable{std::string(kName) + ": two sources hold the same key; leave one out"};
    }
    keys_.push_back(std::move(key));
  }
  if (keys_.empty())
    throw SecretUnusable{std::string(kName) + ": no source; name file:PATH or fd:N"};
}

const MasterKey* MasterKeys::find(std::string_view id) const {
  for (const MasterKey& key : keys_) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

}  // namespace nemo::identity
