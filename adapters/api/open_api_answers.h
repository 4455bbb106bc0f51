#pragma once

#include <boost/json/object.hpp>

#include "adapters/api/route.h"

namespace nemo::api {

// What the OpenAPI document says of answers: status, content type, members and header fields, for
// every way in which a request of a route can end.

// By status, as an operation has them.
boost::json::object responses_of(const Route& route);

// What they refer to: "schemas", "responses" and "headers" of the components.
void add_answer_components(boost::json::object& components);

}  // namespace nemo::api
