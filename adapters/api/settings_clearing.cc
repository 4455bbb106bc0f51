#include <string>
#include <utility>

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"
#include "adapters/stripe_ledger/clearing.h"
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

// Before it is written: what the ledger then calls invalid is wrong by what stands in suspense.
void check(const SuspenseCleared& cleared) {
  const Field wrong = check_form(cleared);
  if (wrong == Field::kNone) return;
  const std::string param(Body::name_of(wrong));
  fail_invalid("`" + param + "` is missing, out of range or of a wrong form", param);
}

http::Response response_of_clearing(const OrgId& holder, const SuspenseCleared& cleared,
                                    const Outcome& line) {
  if (const auto why = stripe_ledger::why_not_cleared(line, holder, cleared.object_id)) {
    const bool is_invalid = line.name.code == OutcomeCode::kInvalid;
    throw Fault{is_invalid ? FaultCode::kInvalidRequest : FaultCode::kNotFound, why->message,
                std::string(Body::name_of(why->field))};
  }
  check_accepted(line);
  http::Response response;
  response.status = 201;
  wire::Members members(response.body);
  members.text("clearing_id", cleared.clearing_id.view());
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
  check(cleared);
  writer_.write(envelope_of(holder, event_id, cleared), respond,
                [holder, cleared](const Outcome& line) {
                  return response_of_clearing(holder, cleared, line);
                });
}

}  // namespace nemo::api
