#include "adapters/api/body.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"

namespace nemo::api {
namespace {

[[noreturn]] void fail_role(const std::string& message) {
  throw Fault{FaultCode::kForbidden, message};
}

Body body_of(const Asked& asked) { return Body(asked.request.body); }

}  // namespace

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
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  if ((status == "active" || status == "suspended") && !is_repeat(asked, event_id)) {
    check_not_closed(asked.org_id);
  }
  Payload payload = changes ? Payload(std::move(updated)) : status_record(status, reason);
  write(asked, event_id, std::move(payload), 200, named("org_id", asked.org_id.view()), respond);
}

// The ledger would accept it and leave the organization closed.
void Settings::check_not_closed(const OrgId& org_id) {
  ledger_.read(org_id, [](const OrgReading& reading) {
    if (reading.org.status != OrgStatus::kClosed) return;
    Fault fault{FaultCode::kConflict, "the organization is closed, for ever", "status"};
    fault.position = reading.position;
    throw fault;
  });
}

void Settings::publish_prices(const Asked& asked, const http::Respond& respond) {
  Asked of_ledger;
  of_ledger.org_id = OrgId(kLedgerOrg);
  PriceBookPublished published;
  body_of(asked).read(published);
  std::string body = named("version", published.version.view());
  write(of_ledger, event_id_of(asked.request, of_ledger.org_id), std::move(published), 201,
        std::move(body), respond);
}

}  // namespace nemo::api
