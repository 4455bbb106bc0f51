#include "adapters/api/webhook_secret.h"

#include "adapters/identity/secret_digest.h"
#include "events/wire/base64.h"

namespace nemo::api {

identity::Secret webhook_secret(const identity::MasterKey& key, const OrgId& org_id,
                                const EventId& set_by) {
  const std::string purpose =
      "nemo-ledger webhook secret/" + org_id.value + "/" + format_event_id(set_by);
  return identity::Secret::copy_of(identity::hmac_sha256_of(key.bytes.revealed(), purpose).view());
}

std::string webhook_secret_text(const identity::Secret& secret) {
  std::string text = "whsec_";
  wire::append_base64(secret.revealed(), text);
  return text;
}

}  // namespace nemo::api
