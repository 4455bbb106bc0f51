#include <algorithm>

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"
#include "adapters/identity/virtual_key.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

// The one place where a key's text is shown.
std::string key_text(const identity::NewVirtualKey& key, std::string_view key_id) {
  std::string body;
  {
    wire::Members members(body);
    members.text("key_id", key_id);
    members.plain("key", key.text.revealed());
    members.text("display_prefix", key.display_prefix.view());
  }
  return body;
}

// Another caller's request is another, whatever its Idempotency-Key.
std::string caller_text(const Caller& caller) {
  const auto* member = std::get_if<Member>(&caller);
  return member != nullptr ? "member/" + member->user_id.value : "service";
}

bool is_of(const Bytes& stored, const identity::SecretDigest& digest) {
  identity::SecretDigest other;
  if (stored.view().size() != other.bytes.size()) return false;
  std::copy(stored.view().begin(), stored.view().end(), other.bytes.begin());
  return identity::same_secret(other, digest);
}

}  // namespace

// Random, and shown once; with an Idempotency-Key one that the same request finds again, so that an
// answer that was lost is no key that was. Of the master key that it was made under, where one is
// known to be.
identity::NewVirtualKey Settings::new_key(const Asked& asked, const KeyChange& change) {
  if (webhooks_.master_keys == nullptr || !has_idempotency_key(asked.request)) {
    return identity::make_virtual_key(asked.org_id);
  }
  const std::string context = change.key_id.value + "/" + format_event_id(change.event_id) + "/" +
                              caller_text(asked.caller);
  const auto key_under = [&](const identity::MasterKey& master) {
    return identity::derive_virtual_key(master, asked.org_id, context);
  };
  for (const identity::MasterKey& master : webhooks_.master_keys->all()) {
    identity::NewVirtualKey key = key_under(master);
    if (is_known(asked.org_id, change.key_id, key.sha256)) return key;
  }
  return key_under(webhooks_.master_keys->current());
}

// Whether it is the key's, or the one's before.
bool Settings::is_known(const OrgId& org_id, const KeyId& key_id,
                        const identity::SecretDigest& digest) {
  bool known = false;
  ledger_.read(org_id, [&](const OrgReading& reading) {
    const auto found = reading.directory.secrets.find(key_id.value);
    if (found == reading.directory.secrets.end()) return;
    known = is_of(found->second.sha256, digest) || is_of(found->second.previous_sha256, digest);
  });
  return known;
}

// Of a rotation: a request that the ledger has forgotten would make the same key once more, which
// is no new one.
void Settings::check_can_repeat(const Asked& asked, const KeyChange& change,
                                const identity::NewVirtualKey& key) {
  const bool again = is_repeat(asked, change.event_id);
  if (again && webhooks_.master_keys == nullptr) {
    throw Fault{FaultCode::kConflict,
                "the key was rotated before, and its text was shown then: rotate it with a new "
                "idempotency-key; a service with --master-key-file shows it again for a day"};
  }
  if (!again && is_known(asked.org_id, change.key_id, key.sha256)) {
    throw Fault{FaultCode::kConflict,
                "the idempotency-key was used before for this key: use a new one"};
  }
}

void Settings::create_key(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  KeyCreated created;
  Body(asked.request.body).read(created, {"key_sha256", "display_prefix"});
  if (const auto* member = std::get_if<Member>(&asked.caller);
      member != nullptr && member->role == Role::kMember) {
    if (created.user_id.empty()) created.user_id = member->user_id;
    if (created.user_id != member->user_id) {
      throw Fault{FaultCode::kForbidden, "members create keys of their own: leave out `user_id`",
                  "user_id"};
    }
  }
  Body::check_path_can_name(created.key_id.view(), "key_id");
  if (created.key_id.empty()) created.key_id = KeyId(format_event_id(event_id));
  const identity::NewVirtualKey key = new_key(asked, {event_id, created.key_id});
  created.key_sha256 = Bytes(key.sha256.view());
  created.display_prefix = key.display_prefix;
  std::string body = key_text(key, created.key_id.view());
  write_key(asked, event_id, std::move(created), 201, std::move(body), respond);
}

void Settings::update_key(const Asked& asked, const http::Respond& respond) {
  KeyUpdated updated;
  Body(asked.request.body).read(updated, {"key_id", "display_prefix"});
  updated.key_id = KeyId(asked.parameter(0));
  std::string body = named("key_id", updated.key_id.view());
  write(asked, event_id_of(asked.request, asked.org_id), std::move(updated), 200, std::move(body),
        respond);
}

void Settings::revoke_key(const Asked& asked, const http::Respond& respond) {
  check_own_key(asked, asked.parameter(0));
  KeyRevoked revoked;
  revoked.key_id = KeyId(asked.parameter(0));
  std::string body = named("key_id", revoked.key_id.view());
  write(asked, event_id_of(asked.request, asked.org_id), std::move(revoked), 200, std::move(body),
        respond);
}

// What is shown of a key is a record of its own, which follows once the rotation is accepted.
void Settings::rotate_key(const Asked& asked, const http::Respond& respond) {
  check_own_key(asked, asked.parameter(0));
  KeyRotated rotated;
  if (!asked.request.body.empty()) {
    Body(asked.request.body).read(rotated, {"key_id", "key_sha256"});
  }
  rotated.key_id = KeyId(asked.parameter(0));
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  const identity::NewVirtualKey key = new_key(asked, {event_id, rotated.key_id});
  check_can_repeat(asked, {event_id, rotated.key_id}, key);
  if (!is_repeat(asked, event_id)) check_not_revoked(asked, rotated.key_id.view());
  rotated.key_sha256 = Bytes(key.sha256.view());
  KeyUpdated updated;
  updated.key_id = rotated.key_id;
  updated.display_prefix = key.display_prefix;
  const Envelope shown = envelope_of(asked.org_id, event_id_within(event_id, 0), updated);
  std::string body = key_text(key, rotated.key_id.view());
  const auto then_shown = [this, shown, respond](http::Response response) {
    if (response.status != 200) return respond(std::move(response));
    writer_.write(shown, [respond, response](const Writer::Decided&) { respond(response); });
  };
  write_key(asked, event_id, std::move(rotated), 200, std::move(body), then_shown);
}

// The ledger would accept it, and the text would open nothing.
void Settings::check_not_revoked(const Asked& asked, std::string_view key_id) {
  ledger_.read(asked.org_id, [key_id](const OrgReading& reading) {
    for (const KeyState& key : reading.org.keys) {
      if (key.key_id.view() != key_id || !key.revoked) continue;
      Fault fault{FaultCode::kConflict, "the key is revoked, for ever: create another", "key_id"};
      fault.position = reading.position;
      throw fault;
    }
  });
}

// A member's own keys are those that name them. One that is not theirs is not there.
void Settings::check_own_key(const Asked& asked, std::string_view key_id) {
  const auto* member = std::get_if<Member>(&asked.caller);
  if (member == nullptr || member->role != Role::kMember) return;
  bool own = false;
  LogPosition seen;
  ledger_.read(asked.org_id, [&](const OrgReading& reading) {
    seen = reading.position;
    for (const KeyState& key : reading.org.keys) {
      own = own || (key.key_id.view() == key_id && key.user_id == member->user_id);
    }
  });
  if (!own) fail_not_found(seen);
}

}  // namespace nemo::api
