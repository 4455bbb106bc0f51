#pragma once

#include <string_view>

namespace nemo::api {

// Whether an `accept` field prefers text/csv to application/json (RFC 9110, 12.5.1): of the ranges
// that take a type the closest counts, and its weight. JSON where both are as welcome, or neither.
bool prefers_csv(std::string_view accept);

}  // namespace nemo::api
