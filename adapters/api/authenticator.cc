#include "adapters/api/authenticator.h"

#include <utility>

namespace nemo::api {
namespace {

constexpr std::string_view kBearer = "bearer ";

bool is_bearer(std::string_view value) {
  if (value.size() <= kBearer.size()) return false;
  for (std::size_t i = 0; i < kBearer.size(); ++i) {
    const char c = value[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != kBearer[i]) return false;
  }
  return true;
}

// What the caller shows; empty: nothing.
std::string_view shown_by(const http::RequestHead& head) {
  const std::string* value = head.field("authorization");
  if (value == nullptr) return {};
  if (!is_bearer(*value)) {
    throw Fault{FaultCode::kInvalidApiKey,
                "`authorization` is not of the scheme Bearer: send `authorization: Bearer KEY`"};
  }
  return std::string_view(*value).substr(kBearer.size());
}

bool is_for_members(Access access) { return access >= Access::kViewer && access <= Access::kOwner; }

// Roles from OWNER down to VIEWER; the table's from viewer up to owner.
bool suffices(Role role, Access access) {
  switch (role) {
    case Role::kOwner:
      return access <= Access::kOwner;
    case Role::kAdmin:
      return access <= Access::kAdmin;
    case Role::kMember:
      return access <= Access::kMember;
    case Role::kViewer:
      return access <= Access::kViewer;
    default:
      return false;
  }
}

[[noreturn]] void fail_forbidden(const Route& route) {
  throw Fault{FaultCode::kForbidden, std::string("this is for: ") +
                                         std::string(name_of(route.access)) +
                                         "; ask with such a key or role"};
}

// Nobody's fault who asks: no set of keys has been fetched so far.
void fail_while_keys_are_away(const identity::Refusal& refusal) {
  if (refusal.code != identity::RefusalCode::kKeysAway) return;
  Fault fault{FaultCode::kCreditCheckFailed,
              "the keys that tokens are checked with have not been fetched yet: ask again"};
  fault.retry_after = 1;
  fault.cause = "token: " + refusal.reason;
  throw fault;
}

// Whether a key that has ended may ask at all; see check_ended_key.
bool may_end_calls(const Route& route) {
  return route.operation == Operation::kSettle || route.operation == Operation::kRelease ||
         route.operation == Operation::kBatch;
}

}  // namespace

Authenticator::Authenticator(Ledger& ledger, Trust trust)
    : ledger_(ledger), trust_(std::move(trust)), keys_(ledger, trust_.now) {}

Caller Authenticator::caller_of(const http::RequestHead& head, const Route& route,
                                const OrgId* org_id) {
  if (route.access == Access::kAnybody || route.access == Access::kStripe) return Nobody{};
  const std::string_view shown = shown_by(head);
  if (route.access == Access::kOperator) {
    const bool is_open = trust_.operators.empty() && trust_.open_to_operators;
    if (is_open || trust_.operators.accepts(shown)) return Operator{};
    fail_key();
  }
  if (shown.empty()) {
    throw Fault{FaultCode::kInvalidApiKey, "no key was given: send `authorization: Bearer KEY`"};
  }
  if (shown.starts_with("sk-nemo-")) return holder_of(shown, route, org_id);
  if (trust_.service.accepts(shown)) {
    if (route.access == Access::kVirtualKey) fail_forbidden(route);
    return Service{};
  }
  if (trust_.finance.accepts(shown)) {
    if (route.access == Access::kViewer || route.access == Access::kFinance) return Finance{};
    fail_forbidden(route);
  }
  if (trust_.people != nullptr && shown.find('.') != std::string_view::npos) {
    return person_of(shown, route, org_id);
  }
  fail_key();
}

Caller Authenticator::holder_of(std::string_view key, const Route& route, const OrgId* org_id) {
  const auto presented = identity::parse_virtual_key(key);
  if (!presented) fail_key();
  auto found = keys_.find(*presented);
  if (!found || (found->ended && !may_end_calls(route))) fail_key();
  if (route.access == Access::kVirtualKey) {
    return KeyHolder{presented->org_id, std::move(found->key_id), found->ended};
  }
  if (org_id != nullptr && *org_id != presented->org_id) fail_not_found();
  fail_forbidden(route);
}

// What is not there is looked for in the store, which takes its time: so that a stranger does not
// learn by it what is, the same is done for that.
void Authenticator::look_in_vain(const OrgId& org_id) {
  ledger_.read(OrgId("_" + org_id.value), [](const OrgReading&) {});
}

// Membership and role are the ledger's, at every request.
Caller Authenticator::person_of(std::string_view token, const Route& route, const OrgId* org_id) {
  const identity::Verdict verdict =
      identity::verify_token(token, *trust_.people, trust_.rules, trust_.now());
  const auto* person = std::get_if<identity::Person>(&verdict);
  if (person == nullptr) {
    fail_while_keys_are_away(std::get<identity::Refusal>(verdict));
    throw Fault{FaultCode::kInvalidToken, std::string(identity::kRefusedToken)};
  }
  if (!is_for_members(route.access) || org_id == nullptr) fail_forbidden(route);
  Member member{person->sub, {}};
  const bool is_there = ledger_.read(*org_id, [&member](const OrgReading& reading) {
    const auto found = reading.directory.members.find(member.user_id.value);
    if (found != reading.directory.members.end()) member.role = found->second.role;
  });
  if (member.role == Role{}) {
    if (is_there) look_in_vain(*org_id);
    fail_not_found();
  }
  if (!suffices(member.role, route.access)) fail_forbidden(route);
  return member;
}

}  // namespace nemo::api
