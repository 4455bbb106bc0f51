#include <algorithm>

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"

namespace nemo::api {
namespace {

// Lets the next change of owners in before the answer goes out.
http::Respond ending(const std::shared_ptr<OwnerChange>& change, const http::Respond& respond) {
  if (change == nullptr) return respond;
  return [change, respond](http::Response response) {
    change->end();
    respond(std::move(response));
  };
}

}  // namespace

void Settings::add_member(const Asked& asked, const http::Respond& respond) {
  MemberAdded added;
  Body(asked.request.body).read(added);
  Body::check_path_can_name(added.user_id.view(), "user_id");
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  const auto change = owner_change(asked, {event_id, added.user_id, added.role});
  std::string body = named("user_id", added.user_id.view());
  write(asked, event_id, std::move(added), 201, std::move(body), ending(change, respond));
}

void Settings::change_member(const Asked& asked, const http::Respond& respond) {
  MemberRoleChanged changed;
  Body(asked.request.body).read(changed, {"user_id"});
  changed.user_id = UserId(asked.parameter(0));
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  const auto change = owner_change(asked, {event_id, changed.user_id, changed.role});
  std::string body = named("user_id", changed.user_id.view());
  write(asked, event_id, std::move(changed), 200, std::move(body), ending(change, respond));
}

void Settings::remove_member(const Asked& asked, const http::Respond& respond) {
  MemberRemoved removed;
  removed.user_id = UserId(asked.parameter(0));
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  const auto change = owner_change(asked, {event_id, removed.user_id, Role{}});
  std::string body = named("user_id", removed.user_id.view());
  write(asked, event_id, std::move(removed), 200, std::move(body), ending(change, respond));
}

Role Settings::role_of(const OrgId& org_id, const UserId& user_id) {
  Role role{};
  ledger_.read(org_id, [&](const OrgReading& reading) {
    const auto found = reading.directory.members.find(user_id.value);
    if (found != reading.directory.members.end()) role = found->second.role;
  });
  return role;
}

void Settings::check_another_owner(const OrgId& org_id) {
  ledger_.read(org_id, [](const OrgReading& reading) {
    const auto& members = reading.directory.members;
    const auto owners = std::count_if(members.begin(), members.end(), [](const auto& member) {
      return member.second.role == Role::kOwner;
    });
    if (owners > 1) return;
    Fault fault{FaultCode::kConflict, "the last owner stays: make another member an owner first"};
    fault.position = reading.position;
    throw fault;
  });
}

// Owners are made, changed and removed by owners; the last one stays. Whoever takes an owner away
// does so alone, from the count to the answer: two at a time would each find the other's.
std::shared_ptr<OwnerChange> Settings::owner_change(const Asked& asked, const RoleChange& change) {
  if (is_repeat(asked, change.event_id)) return nullptr;
  const Role was = role_of(asked.org_id, change.user_id);
  const auto* member = std::get_if<Member>(&asked.caller);
  const bool of_owners = was == Role::kOwner || change.becomes == Role::kOwner;
  if (of_owners && member != nullptr && member->role != Role::kOwner) {
    throw Fault{FaultCode::kForbidden, "owners are added, changed and removed by owners"};
  }
  if (was != Role::kOwner || change.becomes == Role::kOwner) return nullptr;
  auto alone = std::make_shared<OwnerChange>(owner_changes_, asked.org_id);
  check_another_owner(asked.org_id);
  return alone;
}

}  // namespace nemo::api
