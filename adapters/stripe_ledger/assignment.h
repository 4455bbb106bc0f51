#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/envelope.h"
#include "events/log/log_port.h"
#include "events/outcomes/outcome.h"

namespace nemo::stripe_ledger {

// The record that says whose one of Stripe's objects is. The first of an object decides for ever,
// whichever node appends it.
Envelope assignment_of(const StripeId& object_id, const OrgId& org_id, const StripeId& charge_id,
                       std::string_view actor);

// Where the record stands that had given the object to another organization, by an assignment's own
// line; nothing where the object is whose the assignment says.
std::optional<LogPosition> given_to_another(const Outcome& line);

// To whom the assignment at a position gives its object. Reads the log; throws Failure.
OrgId owner_by(LogPort& log, LogPosition position);

}  // namespace nemo::stripe_ledger
