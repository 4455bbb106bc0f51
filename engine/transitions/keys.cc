#include "engine/transitions/keys.h"

#include <algorithm>

#include "engine/transitions/organizations.h"
#include "events/catalog/form.h"

namespace nemo {
namespace {

// The key to change; answers denied_organization_unknown or not_found where there is none.
KeyState* key_to_change(Transition& t, const KeyId& key_id) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return nullptr;
  }
  KeyState* key = t.org_state().find_key(key_id.view());
  if (key == nullptr) t.answer(OutcomeCode::kNotFound);
  return key;
}

KeySecret& secret_of(Transition& t, const KeyId& key_id) {
  Object<DirectoryState>& directory = directory_of(t);
  t.state.directories.touch(directory);
  return directory.record.secrets[key_id.value];
}

template <class Value>
void replace(Value& value, const Value& given) {
  if (is_given(given)) value = given;
}

void clear_field(KeyState& key, KeySecret& secret, std::string_view name) {
  if (name == field_name(Field::kDisplayPrefix)) secret.display_prefix = {};
  if (name == field_name(Field::kUserId)) key.user_id = {};
  if (name == field_name(Field::kTeamId)) key.team_id = {};
  if (name == field_name(Field::kAllowedModels)) key.allowed_models.clear();
  if (name == field_name(Field::kRequestsPerMinute)) key.requests_per_minute.reset();
  if (name == field_name(Field::kTokensPerMinute)) key.tokens_per_minute.reset();
  if (name == field_name(Field::kParallelRequests)) key.parallel_requests.reset();
  if (name == field_name(Field::kExpiresAt)) key.expires_at.reset();
}

// Sets what a normalized key_created or key_updated gives.
template <class Record>
void set_given(KeyState& key, KeySecret& secret, const Record& record) {
  replace(secret.display_prefix, record.display_prefix);
  replace(key.user_id, record.user_id);
  replace(key.team_id, record.team_id);
  replace(key.allowed_models, record.allowed_models);
  replace(key.requests_per_minute, record.requests_per_minute);
  replace(key.tokens_per_minute, record.tokens_per_minute);
  replace(key.parallel_requests, record.parallel_requests);
  replace(key.expires_at, record.expires_at);
}

}  // namespace

void apply(Transition& t, const KeyCreated& record) {
  KeyCreated normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  if (answered_as_repeat<KeyCreated>(t, IdKind::kKey, record.key_id.view(), content)) return;
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kKey, record.key_id.view(), std::move(content));
  KeyState key;
  key.key_id = record.key_id;
  KeySecret& secret = secret_of(t, record.key_id);
  secret.sha256 = record.key_sha256;
  set_given(key, secret, normal);
  std::vector<KeyState>& keys = t.org_state().keys;
  const auto place = std::find_if(keys.begin(), keys.end(), [&key](const KeyState& other) {
    return other.key_id > key.key_id;
  });
  keys.insert(place, std::move(key));
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const KeyUpdated& record) {
  KeyState* key = key_to_change(t, record.key_id);
  if (key == nullptr) return;
  KeyUpdated normal = record;
  normalize(normal);
  KeySecret& secret = secret_of(t, record.key_id);
  for (const Label& name : record.clear) clear_field(*key, secret, name.view());
  set_given(*key, secret, normal);
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const KeyRevoked& record) {
  KeyState* key = key_to_change(t, record.key_id);
  if (key == nullptr) return;
  key->revoked = true;
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const KeyRotated& record) {
  if (key_to_change(t, record.key_id) == nullptr) return;
  KeySecret& secret = secret_of(t, record.key_id);
  secret.previous_sha256 = secret.sha256;
  const Wide until = Wide{t.now.value} + record.grace_ms.value_or(0);
  secret.previous_until = {narrow(until).value_or(INT64_MAX)};
  secret.sha256 = record.key_sha256;
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace nemo
