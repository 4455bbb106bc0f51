#include "adapters/api/settings.h"

#include <algorithm>

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

[[noreturn]] void fail_role(const std::string& message) {
  throw Fault{FaultCode::kForbidden, message};
}

Body body_of(const Asked& asked) { return Body(asked.request.body); }

// "/BUDGETS/{scope}/{scope_id}/{period}", in any case.
template <class Enum>
Enum enum_of(std::string_view text, const std::string& name) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  for (std::uint8_t number = 1; wire::is_enum_number<Enum>(number); ++number) {
    if (enum_name(static_cast<Enum>(number)) == upper) return static_cast<Enum>(number);
  }
  fail_invalid("`" + name + "` in the path is none that is known", name);
}

}  // namespace

std::string named(std::string_view name, std::string_view text) {
  std::string body;
  wire::Members(body).text(name, text);
  return body;
}

void Settings::write(const Asked& asked, const EventId& event_id, Payload payload, int status,
                     std::string body, const http::Respond& respond) {
  writer_.write(envelope_of(asked.org_id, event_id, std::move(payload)), respond,
                [status, body = std::move(body)](const Outcome& line) {
                  check_accepted(line);
                  http::Response response;
                  response.status = status;
                  response.body = body;
                  response.body.pop_back();
                  response.body += ",\"position\":\"" + format_position(line.position) + "\"}";
                  return response;
                });
}

void Settings::create_organization(const Asked& asked, const http::Respond& respond) {
  const Body body = body_of(asked);
  OrganizationCreated created;
  Asked of_new;
  body.read(body.root(), created, {}, [&](const Body::Node& member) {
    if (member.name() != "org_id") return false;
    of_new.org_id = OrgId(Body::text_of(member));
    return true;
  });
  if (!is_id_form(of_new.org_id.view()) || of_new.org_id.view().starts_with('_')) {
    fail_invalid("`org_id` is not 1 to 64 characters of A-Z a-z 0-9 . _ : -, or begins with _",
                 "org_id");
  }
  Body::check_path_can_name(of_new.org_id.view(), "org_id");
  if (created.currency.empty()) created.currency = Label("USD");
  const EventId event_id = event_id_of(asked.request, of_new.org_id);
  write(of_new, event_id, std::move(created), 201, named("org_id", of_new.org_id.view()), respond);
}

namespace {

// A status is a record of its own.
Payload status_record(const std::string& status, Label reason) {
  if (status == "active") return OrganizationResumed{std::move(reason)};
  if (status == "suspended") return OrganizationSuspended{std::move(reason)};
  if (status == "closed") return OrganizationClosed{std::move(reason)};
  fail_invalid("`status` is not one of active, suspended, closed", "status");
}

}  // namespace

void Settings::update_organization(const Asked& asked, const http::Respond& respond) {
  const Body body = body_of(asked);
  OrganizationUpdated updated;
  std::string status;
  Label reason;
  body.read(body.root(), updated, {}, [&](const Body::Node& member) {
    if (member.name() == "status") status = Body::text_of(member);
    if (member.name() == "reason") reason = Label(Body::text_of(member));
    return member.name() == "status" || member.name() == "reason";
  });
  const bool is_service = std::holds_alternative<Service>(asked.caller);
  const bool is_own = updated.plan.empty() && !updated.credit_line_nano && status != "active" &&
                      status != "suspended";
  if (!is_service && !is_own) {
    fail_role("plan, credit line, suspending and resuming are the service key's to change");
  }
  const bool changes = !updated.name.empty() || !updated.plan.empty() || updated.credit_line_nano;
  if (changes == !status.empty()) {
    fail_invalid("give either `status` (with a `reason`) or the settings to change", "status");
  }
  if (status == "active" || status == "suspended") check_not_closed(asked.org_id);
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  Payload payload = changes ? Payload(std::move(updated)) : status_record(status, reason);
  write(asked, event_id, std::move(payload), 200, named("org_id", asked.org_id.view()), respond);
}

// The ledger would accept it and leave the organization closed.
void Settings::check_not_closed(const OrgId& org_id) {
  ledger_.read(org_id, [](const OrgReading& reading) {
    if (reading.org.status != OrgStatus::kClosed) return;
    throw Fault{FaultCode::kConflict, "the organization is closed, for ever", "status"};
  });
}

void Settings::grant_credits(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  CreditGranted granted;
  body_of(asked).read(granted);
  if (granted.grant_id.empty()) granted.grant_id = GrantId(format_event_id(event_id));
  std::string body = named("grant_id", granted.grant_id.view());
  write(asked, event_id, std::move(granted), 201, std::move(body), respond);
}

void Settings::create_team(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  TeamCreated created;
  body_of(asked).read(created);
  if (created.team_id.empty()) created.team_id = TeamId(format_event_id(event_id));
  std::string body = named("team_id", created.team_id.view());
  write(asked, event_id, std::move(created), 201, std::move(body), respond);
}

void Settings::set_budget(const Asked& asked, const http::Respond& respond) {
  BudgetSet set;
  body_of(asked).read(set);
  if (set.scope == Scope::kOrganization && set.scope_id.empty()) {
    set.scope_id = ScopeId(asked.org_id.view());
  }
  std::string body;
  {
    wire::Members members(body);
    members.plain("scope", enum_name(set.scope));
    members.text("scope_id", set.scope_id.view());
    members.plain("period", enum_name(set.period));
  }
  write(asked, event_id_of(asked.request, asked.org_id), std::move(set), 200, std::move(body),
        respond);
}

void Settings::remove_budget(const Asked& asked, const http::Respond& respond) {
  BudgetRemoved removed;
  removed.scope = enum_of<Scope>(asked.parameter(0), "scope");
  removed.scope_id = ScopeId(asked.parameter(1));
  removed.period = enum_of<Period>(asked.parameter(2), "period");
  std::string body = named("removed", "budget");
  write(asked, event_id_of(asked.request, asked.org_id), std::move(removed), 200, std::move(body),
        respond);
}

}  // namespace nemo::api
