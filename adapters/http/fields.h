#pragma once

#include <optional>
#include <string_view>

#include "adapters/http/request_head.h"

namespace nemo::http {

// Reads one field line into the head, see gate.h: nothing if it is right.
std::optional<Refusal> read_field(std::string_view line, RequestHead& head);

// There is one Host, and it is a name or an address, with or without a port.
std::optional<Refusal> check_host(const RequestHead& head);

}  // namespace nemo::http
