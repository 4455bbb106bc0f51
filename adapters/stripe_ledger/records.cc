#include "adapters/stripe_ledger/records.h"

#include <string>
#include <utility>

#include "adapters/daemon/named_event_id.h"

namespace nemo::stripe_ledger {

EventId stripe_event_id(std::string_view stripe_id, std::string_view part, std::string_view org) {
  std::string name = "stripe";
  for (const std::string_view each : {stripe_id, part, org}) {
    name.push_back('\n');
    name.append(each);
  }
  return event_id_named(name);
}

Envelope stripe_record(Payload payload, const OrgId& org_id, EventId event_id) {
  Envelope envelope;
  envelope.event_id = event_id;
  envelope.org_id = org_id;
  envelope.producer = Label("stripe");
  envelope.payload = std::move(payload);
  return envelope;
}

}  // namespace nemo::stripe_ledger
