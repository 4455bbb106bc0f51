#pragma once

#include <optional>
#include <string_view>

#include "adapters/http/limits.h"
#include "adapters/http/request_head.h"

namespace nemo::http {

// Reads `METHOD SP TARGET SP VERSION`, see gate.h: nothing if it is right.
std::optional<Refusal> read_request_line(std::string_view line, const HeadLimits& limits,
                                         RequestHead& head);

// Reads a path and a query.
std::optional<Refusal> read_target(std::string_view target, const HeadLimits& limits,
                                   RequestHead& head);

}  // namespace nemo::http
