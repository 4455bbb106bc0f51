#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/stripe/cipher.h"
#include "events/values/text.h"

namespace nemo::stripe {

// 16 hex digits, drawn when the key is made; they tell nothing of it.
using DataKeyId = Text<struct DataKeyIdMeaning>;

// What is sealed with for one organization.
struct DataKey {
  DataKeyId id;
  KeyBytes bytes;
};

// The master keys: by the current one is wrapped, by the others what they wrapped is opened.
struct MasterKeySource {
  std::string current_id;  // 1 to 64 characters, as all ids are
  // The bytes of a key, empty if there is none of that id; never for the current one's. They live
  // as long as the source does. Called from any thread.
  std::function<std::string_view(std::string_view id)> bytes_of;
};

// A wrapped key as bytes, the content of its file:
//   1  version, 1
//   1  length of the master key's id, and so many bytes: the id
//  16  the data key's id
//  60  AES-256-GCM of its 32 bytes (see encrypted) under a key that HKDF derives from the master
//      key, associated with all before it and the organization's id
struct WrappedKey {
  std::string_view master_key_id;
  std::string_view id;
  std::string_view head;  // all before what is encrypted
  std::string_view encrypted;
};

inline constexpr std::size_t kWrappedBytesMax = 256;

// Nothing: of another form, or a version that is not known.
std::optional<WrappedKey> parse_wrapped(std::string_view bytes);

std::shared_ptr<const DataKey> new_data_key();

// Under the current master key.
std::string wrap(const OrgId& org_id, const DataKey& key, const MasterKeySource& masters);

// Null: a bit is another, or it is of another organization or under another master key.
std::shared_ptr<const DataKey> unwrap(const OrgId& org_id, const WrappedKey& wrapped,
                                      std::string_view master_key);

}  // namespace nemo::stripe
