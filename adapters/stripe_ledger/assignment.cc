#include "adapters/stripe_ledger/assignment.h"

#include "adapters/daemon/data_directory.h"
#include "adapters/stripe_ledger/records.h"
#include "events/wire/envelope_codec.h"

namespace nemo::stripe_ledger {

Envelope assignment_of(const StripeId& object_id, const OrgId& org_id, const StripeId& charge_id,
                       std::string_view actor) {
  StripeObjectAssigned record;
  record.object_id = object_id;
  record.assigned_org_id = org_id;
  record.charge_id = charge_id;
  record.actor = Label(actor);
  const EventId event_id = stripe_event_id(object_id.view(), charge_id.view(), org_id.view());
  return stripe_record(record, OrgId(kStripeOrg), event_id);
}

std::optional<LogPosition> given_to_another(const Outcome& line) {
  constexpr OutcomeName kAnothers{OutcomeCode::kExistsWithDifferent, Field::kAssignedOrgId};
  const auto* first = std::get_if<FirstDetail>(&line.detail);
  if (line.name != kAnothers || first == nullptr) return std::nullopt;
  return first->position;
}

OrgId owner_by(LogPort& log, LogPosition position) try {
  LogRecord record;
  if (log.scan(position)->next(record)) {
    const Envelope envelope = decode_envelope(record.envelope);
    const auto* assigned = std::get_if<StripeObjectAssigned>(&envelope.payload);
    if (assigned != nullptr) return assigned->assigned_org_id;
  }
  throw Failure{3, "log: the record at " + format_position(position) +
                       " does not say whose an object of Stripe's is, though the state says so; "
                       "run `nemo-ledger verify`"};
} catch (const LogFailure& failure) {
  throw failure_of(failure);
}

}  // namespace nemo::stripe_ledger
