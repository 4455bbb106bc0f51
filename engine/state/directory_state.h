#pragma once

#include <map>
#include <optional>
#include <string>

#include "events/catalog/enums.h"
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

// An organization's cold state: what no reservation is checked against.
struct DirectoryState {
  Label name;
  Label plan;
  std::map<std::string, MemberState> members;  // by user_id
  std::map<std::string, KeySecret> secrets;    // by key_id

  void clear() { *this = {}; }
};

}  // namespace nemo
