#pragma once

#include <string>
#include <string_view>

namespace nemo::wire {

// Appends standard base64 with padding.
void append_base64(std::string_view bytes, std::string& out);

// Reads standard or URL-safe base64 (not a mix), with all its padding or none, into `out`. False
// for anything else, also for bits that belong to no byte.
bool parse_base64(std::string_view text, std::string& out);

}  // namespace nemo::wire
