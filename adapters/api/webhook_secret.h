#pragma once

#include <string>

#include "adapters/identity/master_key.h"
#include "engine/state/directory_state.h"

namespace nemo::api {

// The secret that an organization's webhooks are signed with: 32 bytes, HMAC-SHA256 under the
// master key of the organization and the webhook_set in force. It is kept nowhere; setting the
// webhook again makes another.
identity::Secret webhook_secret(const identity::MasterKey& key, const OrgId& org_id,
                                const EventId& set_by);

// As receivers are given it: "whsec_" and base64.
std::string webhook_secret_text(const identity::Secret& secret);

}  // namespace nemo::api
