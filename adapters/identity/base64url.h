#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nemo::identity {

// RFC 4648, section 5, without padding.
std::size_t base64url_size(std::size_t bytes);
// Writes base64url_size(bytes.size()) characters.
void write_base64url(std::string_view bytes, char* out);
std::string to_base64url(std::string_view bytes);

// Whether the text is what to_base64url gives for some bytes: no padding, no other character, and
// the bits that no byte uses are zero.
bool is_base64url(std::string_view text);
// The bytes of a text that is_base64url: text.size() * 3 / 4 of them.
void read_base64url(std::string_view text, char* out);
// Nothing for any other text.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace nemo::identity
