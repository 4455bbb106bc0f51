#include <string>
#include <utility>

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

// Whose record has it in suspense, as the exceptions say: of the platform where it is left out.
OrgId holder_in(const Body::Node& member) {
  const std::string org_id = Body::text_of(member);
  const bool right = org_id == kStripeOrg || (is_id_form(org_id) && !org_id.starts_with('_'));
  if (!org_id.empty() && !right) {
    fail_invalid("`org_id` is neither an organization's id nor _stripe", "org_id");
  }
  return OrgId(org_id.empty() ? kStripeOrg : std::string_view(org_id));
}

// Why it was not cleared, where the ledger's answer says less.
void explain(const Outcome& line) {
  if (line.name.code != OutcomeCode::kInvalid) return;
  if (line.name.field == Field::kObjectId) {
    fail_invalid(
        "`object_id` is of a payment that is nobody's: assign it instead "
        "(/v1/finance/assignments)",
        "object_id");
  }
  if (line.name.field == Field::kAmountNano) {
    fail_invalid(
        "`amount` is missing or 0, more than stands in suspense, or not of its sign: see "
        "/v1/finance/exceptions",
        "amount");
  }
  if (line.name.field == Field::kAccount) {
    fail_invalid(
        "`account` is missing, or CREDITS of what is no organization's: clear it to "
        "EXPENSE_ADJUSTMENTS, and give the credits by a credit_adjusted record",
        "account");
  }
}

http::Response response_of_clearing(const std::string& clearing_id, const Outcome& line) {
  explain(line);
  check_accepted(line);
  http::Response response;
  response.status = 201;
  wire::Members members(response.body);
  members.text("clearing_id", clearing_id);
  members.plain("position", format_position(line.position));
  return response;
}

}  // namespace

void Settings::clear_suspense(const Asked& asked, const http::Respond& respond) {
  OrgId holder(kStripeOrg);
  const EventId event_id = event_id_of(asked.request, holder);
  SuspenseCleared cleared;
  const Body body(asked.request.body);
  body.read(body.root(), cleared, {}, [&holder](const Body::Node& member) {
    if (member.name() != "org_id") return false;
    holder = holder_in(member);
    return true;
  });
  if (cleared.clearing_id.empty()) cleared.clearing_id = ClearingId(format_event_id(event_id));
  if (cleared.actor.empty()) cleared.actor = Label(actor_of(asked.caller));
  const std::string clearing_id = cleared.clearing_id.value;
  writer_.write(
      envelope_of(holder, event_id, std::move(cleared)), respond,
      [clearing_id](const Outcome& line) { return response_of_clearing(clearing_id, line); });
}

}  // namespace nemo::api
