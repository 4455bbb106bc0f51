#pragma once

#include <functional>
#include <memory>

#include "adapters/api/asked.h"
#include "adapters/api/owner_change.h"
#include "adapters/api/writer.h"
#include "adapters/identity/master_key.h"
#include "adapters/identity/virtual_key.h"
#include "adapters/webhooks/target.h"

namespace nemo::api {

// Changes of an organization: its own settings, credits, keys, members, teams and budgets; and what
// finance decides of money. Each is
// one record, a rotation two; what a role may beside the route's own access is checked here. All
// throw Fault.
class Settings {
 public:
  // Without master keys no webhook can be set, and no new key is shown again to a repeat.
  struct Webhooks {
    const identity::MasterKeys* master_keys = nullptr;
    webhooks::Reach reach = webhooks::Reach::kPublic;
  };

  Settings(Ledger& ledger, Writer& writer, Webhooks webhooks, std::function<TimeMs()> now)
      : ledger_(ledger), writer_(writer), webhooks_(webhooks), now_(std::move(now)) {}

  void create_organization(const Asked& asked, const http::Respond& respond);
  void publish_prices(const Asked& asked, const http::Respond& respond);
  void update_organization(const Asked& asked, const http::Respond& respond);
  void grant_credits(const Asked& asked, const http::Respond& respond);
  void write_off_debt(const Asked& asked, const http::Respond& respond);
  void clear_suspense(const Asked& asked, const http::Respond& respond);

  void create_key(const Asked& asked, const http::Respond& respond);
  void update_key(const Asked& asked, const http::Respond& respond);
  void revoke_key(const Asked& asked, const http::Respond& respond);
  void rotate_key(const Asked& asked, const http::Respond& respond);

  void add_member(const Asked& asked, const http::Respond& respond);
  void change_member(const Asked& asked, const http::Respond& respond);
  void remove_member(const Asked& asked, const http::Respond& respond);

  void change_settings(const Asked& asked, const http::Respond& respond);
  void remove_webhook(const Asked& asked, const http::Respond& respond);

  void set_auto_top_up(const Asked& asked, const http::Respond& respond);
  void remove_auto_top_up(const Asked& asked, const http::Respond& respond);

  void create_team(const Asked& asked, const http::Respond& respond);
  void update_team(const Asked& asked, const http::Respond& respond);
  void remove_team(const Asked& asked, const http::Respond& respond);
  void set_budget(const Asked& asked, const http::Respond& respond);
  void change_budget(const Asked& asked, const http::Respond& respond);
  void remove_budget(const Asked& asked, const http::Respond& respond);

 private:
  // Writes the record; the answer is `body` with the position, once it is accepted.
  void write(const Asked& asked, const EventId& event_id, Payload payload, int status,
             std::string body, const http::Respond& respond);
  // The same of a body with a key's text, which repeats find for a day alone.
  void write_key(const Asked& asked, const EventId& event_id, Payload payload, int status,
                 std::string body, const http::Respond& respond);
  const identity::MasterKey& master_key_for(const OrgId& org_id, const EventId& event_id);
  // settings_keys.cc
  struct KeyChange {
    EventId event_id;
    KeyId key_id;
  };
  identity::NewVirtualKey new_key(const Asked& asked, const KeyChange& change);
  bool is_known(const OrgId& org_id, const KeyId& key_id, const identity::SecretDigest& digest);
  void check_can_repeat(const Asked& asked, const KeyChange& change,
                        const identity::NewVirtualKey& key);
  void check_not_revoked(const Asked& asked, std::string_view key_id);
  void check_own_key(const Asked& asked, std::string_view key_id);
  // Whether the ledger has decided a record of this id: a repeat of it changes nothing and is
  // answered as it was, whatever is true by now.
  bool is_repeat(const Asked& asked, const EventId& event_id);
  void check_not_closed(const OrgId& org_id);
  std::int64_t fee_bps_of(const OrgId& org_id);
  // Of the member of that id, who gets that role; unset: none.
  struct RoleChange {
    EventId event_id;
    const UserId& user_id;
    Role becomes{};
  };
  std::shared_ptr<OwnerChange> owner_change(const Asked& asked, const RoleChange& change);
  Role role_of(const OrgId& org_id, const UserId& user_id);  // unset: no member
  void check_another_owner(const OrgId& org_id);

  Ledger& ledger_;
  Writer& writer_;
  Webhooks webhooks_;
  std::function<TimeMs()> now_;
  OwnerChanges owner_changes_;
};

// Whether kSetAutoTopUp asks to buy credits, not only to be told. Throws Fault for a wrong body.
bool buys_credits(const Asked& asked);

// {"NAME": "TEXT"}: the answer to a change, which write() completes with the position.
std::string named(std::string_view name, std::string_view text);

}  // namespace nemo::api
