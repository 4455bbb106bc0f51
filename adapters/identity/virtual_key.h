#pragma once

#include <optional>
#include <string_view>

#include "adapters/identity/master_key.h"
#include "adapters/identity/secret.h"
#include "adapters/identity/secret_digest.h"
#include "events/values/text.h"

namespace nemo::identity {

// A virtual key is the text `sk-nemo-ORG.SECRET`: ORG an OrgId (it may hold points, SECRET may
// not), SECRET 43 characters of base64url, 256 random bits. Any node finds the key's organization,
// and so its partition, in the text; the ledger knows the SHA-256 of the whole text (key_sha256).
struct NewVirtualKey {
  Secret text;  // shown once, in the answer to its creation
  SecretDigest sha256;
  Label display_prefix;  // `sk-nemo-ORG.` and the secret's first 4 characters, shown ever after
};

struct PresentedKey {
  OrgId org_id;
  SecretDigest sha256;
};

// Requires is_id_form(org_id); the randomness is the operating system's. Thread rule: any thread.
NewVirtualKey make_virtual_key(const OrgId& org_id);

// The same key for the same master key, organization and `context`, which whoever may learn the key
// is named in: its 256 bits are what HKDF-Expand (RFC 5869, SHA-256) makes of them, so that they
// are as good as random to all who lack the master key, however well they know the context.
// Requires is_id_form(org_id). Thread rule: any thread.
NewVirtualKey derive_virtual_key(const MasterKey& key, const OrgId& org_id,
                                 std::string_view context);

// Nothing for a text that make_virtual_key would not make for any organization. Which part is wrong
// is nobody's business. Thread rule: any thread.
std::optional<PresentedKey> parse_virtual_key(std::string_view text);

// Whether a whole virtual key may be within the text: what may be kept or shown must hold none.
bool holds_virtual_key(std::string_view text);

}  // namespace nemo::identity
