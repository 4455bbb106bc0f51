#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/api/caller.h"
#include "adapters/api/fault.h"
#include "adapters/api/key_ring.h"
#include "adapters/api/route.h"
#include "adapters/identity/bearer_key.h"
#include "adapters/identity/jwt.h"

namespace nemo::api {

// Whom to believe.
struct Trust {
  identity::BearerKeys service;
  identity::BearerKeys finance;
  identity::BearerKeys operators;         // where there are none: anybody, if `open_to_operators`
  identity::TokenKeys* people = nullptr;  // null: no person is let in; outlives the authenticator
  identity::TokenRules rules;
  std::function<TimeMs()> now;
  bool open_to_operators = false;  // nobody but this machine can ask
};

// Finds out who asks and whether the route may be asked by them. Nothing of the request but its
// `authorization` is looked at. Thread rule: any thread.
class Authenticator {
 public:
  Authenticator(Ledger& ledger, Trust trust);

  // `org_id` is the route's organization; null for routes without one. Throws Fault: kInvalidApiKey
  // or kInvalidToken where nobody is believed, kCreditCheckFailed while the keys of tokens are
  // away, kForbidden where they may not, kNotFound where the organization is not there or not
  // theirs: nobody learns which.
  Caller caller_of(const http::RequestHead& head, const Route& route, const OrgId* org_id);

 private:
  Caller holder_of(std::string_view key, const Route& route, const OrgId* org_id);
  void look_in_vain(const OrgId& org_id);
  Caller person_of(std::string_view token, const Route& route, const OrgId* org_id);

  Ledger& ledger_;
  Trust trust_;
  KeyRing keys_;
};

}  // namespace nemo::api
