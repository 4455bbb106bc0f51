#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "adapters/api/route.h"

namespace nemo::api {

// The form of what an operation answers when it is done.
struct AnswerShape {
  Operation operation;
  int status;
  std::string_view name;  // of its schema; "" for text
  bool has_csv = false;   // to those who accept text/csv
};
const AnswerShape& answer_shape(Operation operation);

// JSON Schemas by name: of all answers, of what is in them, and of Error.
boost::json::object answer_schemas();

}  // namespace nemo::api
