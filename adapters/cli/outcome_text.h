#pragma once

#include <string>

#include "adapters/cli/terminal.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// An outcome in words, with its numbers: "denied_credits: needed 0.2, available 0.1".
std::string outcome_text(const Outcome& line, const Style& style);

}  // namespace nemo
