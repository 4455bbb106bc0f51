#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nemo::log_file {

std::string to_base64(std::string_view bytes);
// Nothing for text that is not exactly what to_base64 gives.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace nemo::log_file
