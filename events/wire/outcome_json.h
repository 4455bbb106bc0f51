#pragma once

#include <string>

#include "events/outcomes/outcome.h"

namespace nemo {

// Appends an outcome as one NDJSON line of CONTRACT 3, without the newline: always the same bytes
// for the same outcome, names in CONTRACT 3's order, 64-bit integers as strings, what is left out
// not printed. Thread rule: any thread.
void append_outcome_json(const Outcome& outcome, std::string& out);

}  // namespace nemo
