#pragma once

#include <optional>
#include <string_view>

#include "adapters/api/asked.h"
#include "adapters/api/body.h"
#include "events/catalog/envelope.h"

namespace nemo::api {

// Who makes a call of the gateway, and what it is repeated by.
struct CallContext {
  const KeyHolder& holder;
  EventId event_id;
  std::string_view reservation_id = {};  // of the path; empty: the body's
};

// The record of a call: kReserve, kSettle, kRelease, kIncrease or kRecordUsage. An id that is left
// out follows from the event_id, so that a request with an Idempotency-Key finds its first answer.
// `own` are members of the object that are not the record's. Throws Fault.
Envelope read_call(Operation operation, const Body& body, const Body::Node& object,
                   const CallContext& context, std::string_view own = {});

// An operation of a batch by its name: reserve, settle, release, increase, usage.
std::optional<Operation> call_named(std::string_view name);

// An envelope of this service's.
Envelope envelope_of(const OrgId& org_id, const EventId& event_id, Payload payload);

}  // namespace nemo::api
