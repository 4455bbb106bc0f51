#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "adapters/api/route.h"

namespace nemo::api {

// What a request's body must be, as JSON Schema; nothing where it has none.
std::optional<boost::json::object> body_schema(Operation operation);

boost::json::object error_schema();

}  // namespace nemo::api
