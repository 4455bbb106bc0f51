#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "events/catalog/enums.h"
#include "events/values/text.h"

namespace nemo::api {

// Who asks, once that is known.
struct Nobody {};
struct KeyHolder {  // of a virtual key
  OrgId org_id;
  KeyId key_id;
  bool ended = false;  // the key is revoked or expired; see ended_key.h
};
struct Member {  // of the organization that the route names
  UserId user_id;
  Role role{};
};
struct Service {};  // acts for every organization as its owner may
// Reads what is of every organization, and of all together; assigns, clears and writes off.
struct Finance {};
struct Operator {};

using Caller = std::variant<Nobody, KeyHolder, Member, Service, Finance, Operator>;

// Who says so, in records that want to know, where the request does not name anybody.
inline std::string_view actor_of(const Caller& caller) {
  return std::holds_alternative<Finance>(caller) ? "finance" : "operator";
}

}  // namespace nemo::api
