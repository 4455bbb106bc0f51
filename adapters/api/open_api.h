#pragma once

#include <memory>
#include <string>

namespace nemo::api {

// The OpenAPI 3.1 document of all routes, made of the route table and of the records' fields.
const std::shared_ptr<const std::string>& open_api_document();

}  // namespace nemo::api
