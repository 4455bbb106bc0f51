#pragma once

#include <string_view>

#include "events/catalog/envelope.h"
#include "events/outcomes/outcome_name.h"

namespace nemo::stripe_ledger {

// Names the record that says a part of what Stripe's object or event says to an organization: the
// same again has the same id.
EventId stripe_event_id(std::string_view stripe_id, std::string_view part, std::string_view org);

// As Stripe's records come to the ledger.
Envelope stripe_record(Payload payload, const OrgId& org_id, EventId event_id);

// Whether the ledger has it: now, or from before.
inline bool is_taken(OutcomeCode code) {
  return code == OutcomeCode::kAccepted || code == OutcomeCode::kExists ||
         code == OutcomeCode::kExistsWithDifferent;
}

}  // namespace nemo::stripe_ledger
