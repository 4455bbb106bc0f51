#pragma once

#include <string>

#include "adapters/http/request.h"
#include "events/values/event_id.h"
#include "events/values/text.h"

namespace nemo::api {

// What makes a write repeatable: the event_id of its record. With an Idempotency-Key it is the UUID
// (version 5) of organization, method, path and key; without one it is random. Throws Fault for a
// key that is not 1 to 255 printable ASCII characters. Thread rule: any thread.
EventId event_id_of(const http::Request& request, const OrgId& org_id);

// Without one no repeat can be told.
bool has_idempotency_key(const http::Request& request);

// Of the element of a batch, by its place.
EventId event_id_within(const EventId& batch, std::size_t place);

}  // namespace nemo::api
