#pragma once

#include "adapters/api/asked.h"
#include "adapters/api/writer.h"

namespace nemo::api {

// `POST /v1/batch`: {"calls": [{"call": "reserve", ...}, ...]}, up to 1,000, put on the log in
// their order and answered each on its own: {"answers": [{"status": 201, "body": {...}} or
// {"status": 402, "error": {...}}]}. One that cannot be read is answered so, and the others are
// done. Throws Fault, also kInvalidApiKey for a key that has ended and may do none of them.
void answer_batch(const Asked& asked, Ledger& ledger, Writer& writer, const http::Respond& respond);

}  // namespace nemo::api
