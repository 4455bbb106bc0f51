#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "adapters/api/route.h"

namespace nemo::api {

// JSON Schemas of the bodies that are asked with, made of the records' fields. A member that may be
// left out may be null, and a text of it empty; a count may be a text of digits.

// Of the request's body; nothing for one without.
std::optional<boost::json::object> body_schema(Operation operation);

// Whether the request must have one.
bool is_body_required(Operation operation);

}  // namespace nemo::api
