#include "adapters/api/assignments.h"

#include <chrono>
#include <future>

#include "adapters/api/body.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/writer.h"
#include "events/catalog/payload.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

using stripe_ledger::Assigned;
using stripe_ledger::NotAssigned;
using stripe_ledger::WantedAssignment;

constexpr std::size_t kWaitingMax = 32;
constexpr std::chrono::seconds kPatience{5};

Fault fault_of(const NotAssigned& refused) {
  using Why = NotAssigned::Why;
  switch (refused.why) {
    case Why::kOrganizationUnknown:
      return {FaultCode::kNotFound, refused.message, "org_id"};
    case Why::kNotAssignable:
      return {FaultCode::kInvalidRequest, refused.message, "object_id"};
    case Why::kNotTold:
      return {FaultCode::kNotFound, refused.message, "object_id"};
    case Why::kAnothers:
      break;
  }
  return {FaultCode::kConflict, refused.message, "object_id"};
}

WantedAssignment wanted_of(const Asked& asked) {
  WantedAssignment wanted;
  StripeObjectAssigned record;
  const Body body(asked.request.body);
  body.read(body.root(), record, {"assigned_org_id", "charge_id"}, [&](const Body::Node& member) {
    if (member.name() == "org_id") wanted.org_id = OrgId(Body::text_of(member));
    if (member.name() == "even_if_not_told") wanted.even_if_not_told = Body::flag_of(member);
    return member.name() == "org_id" || member.name() == "even_if_not_told";
  });
  if (!is_name_form(record.object_id.view())) {
    fail_invalid("`object_id` is not an id of Stripe's (pi_..., ch_..., cus_...)", "object_id");
  }
  if (!is_id_form(wanted.org_id.view()) || wanted.org_id.view().starts_with('_')) {
    fail_invalid("`org_id` is not the id of an organization", "org_id");
  }
  wanted.object_id = record.object_id;
  wanted.actor = record.actor.empty() ? std::string(actor_of(asked.caller)) : record.actor.value;
  return wanted;
}

}  // namespace

void Assignments::assign(const Asked& asked, const http::Respond& respond) {
  event_id_of(asked.request, OrgId(kStripeOrg));  // an idempotency-key must be one
  const auto work = [this, wanted = wanted_of(asked), respond] {
    respond(response_from([&] { return answer(wanted); }));
  };
  if (!worker_.post_if_below(kWaitingMax, work)) throw undecided("many assignments wait");
}

void Assignments::close() {
  ends_ = true;
  std::promise<void> done;
  worker_.post([&done] { done.set_value(); });
  done.get_future().wait();
}

http::Response Assignments::answer(const WantedAssignment& wanted) try {
  if (ends_) throw undecided("the service ends");
  const Assigned assigned = stripe_ledger::assign(ledger_, owners_, follower_, wanted, kPatience);
  const bool was_before = assigned.how == Assigned::How::kBefore;
  http::Response response;
  response.fields.push_back({"x-nemo-position", format_position(assigned.position)});
  {
    wire::Members members(response.body);
    members.text("object_id", assigned.object_id.view());
    members.text("org_id", wanted.org_id.view());
    members.plain("status", was_before ? "already_assigned" : "assigned");
    members.plain("position", format_position(assigned.position));
  }
  return response;
} catch (const NotAssigned& refused) {
  throw fault_of(refused);
}

}  // namespace nemo::api
