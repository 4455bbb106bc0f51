#pragma once

#include <optional>

#include "adapters/http/limits.h"
#include "adapters/http/request_head.h"

namespace nemo::http {

// How the body ends, and whether the connection goes on after it, by the fields that were read; see
// gate.h. Nothing if they are right.
std::optional<Refusal> decide_framing(const HeadLimits& limits, RequestHead& head);

}  // namespace nemo::http
