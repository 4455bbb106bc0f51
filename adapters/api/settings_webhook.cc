#include "adapters/api/body.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"
#include "adapters/api/webhook_secret.h"
#include "adapters/webhooks/target.h"
#include "events/wire/json_members.h"

namespace nemo::api {

// The one place where a webhook's secret is shown.
void Settings::change_settings(const Asked& asked, const http::Respond& respond) {
  std::string url;
  const Body body(asked.request.body);
  WebhookSet set;
  body.read(body.root(), set, {"url", "master_key_id"}, [&](const Body::Node& member) {
    if (member.name() != "webhook_url") return false;
    url = Body::text_of(member);
    return true;
  });
  const std::string fault = webhooks::fault_of_url(url, webhooks_.reach);
  if (!fault.empty()) fail_invalid("`webhook_url`: " + fault, "webhook_url");
  if (webhooks_.master_keys == nullptr) {
    throw Fault{FaultCode::kConflict,
                "webhooks are signed by a secret of the master key, and the service has none: "
                "start it with --master-key-file",
                "webhook_url"};
  }
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  const identity::MasterKey& key = master_key_for(asked.org_id, event_id);
  set.url = Label(url);
  set.master_key_id = MasterKeyId(key.id);
  std::string answer;
  {
    wire::Members members(answer);
    members.text("webhook_url", url);
    members.plain("webhook_secret",
                  webhook_secret_text(webhook_secret(key, asked.org_id, event_id)));
  }
  write(asked, event_id, std::move(set), 200, std::move(answer), respond);
}

// The current one; to a repeat, the one that was so when it was first asked.
const identity::MasterKey& Settings::master_key_for(const OrgId& org_id, const EventId& event_id) {
  const identity::MasterKey* key = nullptr;
  ledger_.read(org_id, [&](const OrgReading& reading) {
    const auto& webhook = reading.directory.webhook;
    if (webhook && webhook->set_by == event_id) {
      key = webhooks_.master_keys->find(webhook->master_key_id.view());
    }
  });
  return key != nullptr ? *key : webhooks_.master_keys->current();
}

void Settings::remove_webhook(const Asked& asked, const http::Respond& respond) {
  write(asked, event_id_of(asked.request, asked.org_id), WebhookRemoved{}, 200,
        named("removed", "webhook"), respond);
}

}  // namespace nemo::api
