#pragma once

#include <string>
#include <string_view>

#include "events/catalog/envelope.h"

namespace nemo {

// The bytes of a record on the log: nemo.v1.EventEnvelope of ledger.proto. Thread rule: any thread.

// Appends the canonical bytes: fields in the order of their numbers, what is left out not written.
// The same envelope always gives the same bytes. Requires the whole to stay below 2 GiB.
void encode_envelope(const Envelope& envelope, std::string& out);

// Never fails. Bytes that are no right envelope come back as Unreadable, with the first reason
// found, and with event_id and org_id where these could be read and are right. Whatever comes back
// without Unreadable has an event_id and an org_id of id form; its payload's form is for
// check_form.
Envelope decode_envelope(std::string_view bytes);

}  // namespace nemo
