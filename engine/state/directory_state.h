#pragma once

#include <map>
#include <optional>
#include <string>

#include "events/catalog/enums.h"
#include "events/values/event_id.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// A member and the member_added that made it.
struct MemberState {
  Role role{};
  Role added_role{};
  Offset added_offset = 0;
};

// A key's secret, as its SHA-256; the one before it is good until then.
struct KeySecret {
  Bytes sha256;
  Label display_prefix;
  Bytes previous_sha256;
  TimeMs previous_until;
};

// Where alerts are sent, and what the secret they are signed with is derived from.
struct WebhookState {
  Label url;
  MasterKeyId master_key_id;
  EventId set_by;  // the webhook_set in force
};

// An organization's cold state: what no reservation is checked against.
struct DirectoryState {
  Label name;
  Label plan;
  std::map<std::string, MemberState> members;  // by user_id
  std::map<std::string, KeySecret> secrets;    // by key_id
  std::optional<WebhookState> webhook;

  void clear() { *this = {}; }
};

}  // namespace nemo
