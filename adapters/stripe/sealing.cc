#include "adapters/stripe/sealing.h"

#include <zlib.h>

#include <optional>

#include "events/values/assert.h"

namespace nemo::stripe {
namespace {

constexpr char kVersion = 1;
constexpr std::string_view kPurpose = "nemo-ledger sealed bytes";
constexpr std::size_t kLengthBytes = 4;
// Text such as JSON shrinks little more by the slower levels.
constexpr int kLevel = 3;

void append_length(std::size_t size, std::string& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xff);
}

std::size_t length_at_front(std::string_view bytes) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    size = size << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return size;
}

// Each field with its length, so that no two ways to divide a text are one.
std::string associated_with(const OrgId& org_id, const DataKeyId& key_id,
                            std::string_view context) {
  std::string bytes(kPurpose);
  bytes += kVersion;
  for (const std::string_view field : {org_id.view(), key_id.view(), context}) {
    append_length(field.size(), bytes);
    bytes += field;
  }
  return bytes;
}

std::string compressed(std::string_view plain) {
  std::string bytes;
  append_length(plain.size(), bytes);
  uLongf size = compressBound(plain.size());
  bytes.resize(kLengthBytes + size);
  const int done = compress2(reinterpret_cast<Bytef*>(bytes.data() + kLengthBytes), &size,
                             reinterpret_cast<const Bytef*>(plain.data()), plain.size(), kLevel);
  NEMO_ASSERT(done == Z_OK);
  bytes.resize(kLengthBytes + size);
  return bytes;
}

std::optional<std::string> decompressed(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return std::nullopt;
  uLongf size = length_at_front(bytes);
  if (size > kPlainBytesMax) return std::nullopt;
  std::string plain(size, '\0');
  bytes.remove_prefix(kLengthBytes);
  const int done = uncompress(reinterpret_cast<Bytef*>(plain.data()), &size,
                              reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (done != Z_OK || size != plain.size()) return std::nullopt;
  return plain;
}

}  // namespace

Sealed seal(DataKeys& keys, const OrgId& org_id, std::string_view plain, std::string_view context) {
  NEMO_ASSERT(plain.size() <= kPlainBytesMax);
  const auto key = keys.of(org_id);
  const std::string associated = associated_with(org_id, key->id, context);
  return {key->id, kVersion + encrypted(key->bytes, associated, compressed(plain))};
}

std::variant<std::string, OpenFault> open(DataKeys& keys, const OrgId& org_id, const Sealed& sealed,
                                          std::string_view context) {
  if (sealed.bytes.empty()) return OpenFault::kDamaged;
  if (sealed.bytes.front() != kVersion) return OpenFault::kUnknownVersion;
  const auto key = keys.find(org_id);
  if (key == nullptr || key->id != sealed.data_key_id) return OpenFault::kNoKey;
  const auto bytes = decrypted(key->bytes, associated_with(org_id, key->id, context),
                               std::string_view(sealed.bytes).substr(1));
  std::optional<std::string> plain = bytes ? decompressed(*bytes) : std::nullopt;
  if (!plain) return OpenFault::kDamaged;
  return std::move(*plain);
}

std::string_view name_of(OpenFault fault) {
  switch (fault) {
    case OpenFault::kNoKey:
      return "no_key";
    case OpenFault::kUnknownVersion:
      return "unknown_version";
    case OpenFault::kDamaged:
      return "damaged";
  }
  NEMO_ASSERT(false);
}

}  // namespace nemo::stripe
