#pragma once

#include <boost/json/array.hpp>

#include "adapters/api/route.h"

namespace nemo::api {

// What the OpenAPI document says of a route's parameters: those of its path, of its query, and the
// Idempotency-Key of writes.
boost::json::array parameters_of(const Route& route);

}  // namespace nemo::api
