#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/outcomes/outcome.h"
#include "events/values/position.h"

namespace nemo {

// The compact bytes in which the lines of one record are kept. Thread rule: any thread.

// Appends the lines, which all have the position of one record; the position itself is not written.
// The same lines always give the same bytes.
void encode_outcomes(std::span<const Outcome> lines, std::string& out);

// The lines of the record at `position`; nothing for bytes that encode_outcomes cannot have made.
std::optional<std::vector<Outcome>> decode_outcomes(LogPosition position, std::string_view bytes);

}  // namespace nemo
