#pragma once

#include "adapters/http/request.h"

namespace nemo::api {

// Bodies are JSON in UTF-8 as it is, and say so: `content-type: application/json`, with no other
// charset, and no `content-encoding`. Stripe's type is not looked at. Throws Fault
// kUnsupportedMediaType.
void check_media_type(const http::Request& request, bool must_be_json);

}  // namespace nemo::api
