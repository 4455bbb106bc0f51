#pragma once

#include <optional>
#include <string>

#include "adapters/api/fault.h"
#include "adapters/http/response.h"
#include "events/catalog/payload.h"
#include "events/outcomes/outcome.h"

namespace nemo::api {

// What a call of the gateway is answered: the line the engine wrote for its record, as HTTP has it.
struct CallAnswer {
  int status = 200;
  std::string body;  // a JSON object
};

// What says, beside kExists, that a call was a repeat: a second settlement is one whatever its
// cost, and a second release. What else finds a reservation ended is none.
OutcomeCode repeat_of(const Payload& call);
// Where the first answer of a repeated call stands; nothing if the line is the answer itself.
std::optional<LogPosition> first_answer(OutcomeCode repeat, const Outcome& line);

// The call's own answer. Throws Fault for what was denied, refused or in conflict.
CallAnswer answer_of(const Outcome& line);

// Of a record that changes settings or grants credits: nothing, or the Fault.
void check_accepted(const Outcome& line);

// `x-nemo-position`.
void add_position(const Outcome& line, http::Response& response);

// What is left in the tightest budget of a reservation that was granted, and in the one that denied
// another; nothing where the line names no budget.
std::optional<Wide> budget_left(const Outcome& line);

}  // namespace nemo::api
