#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace nemo {

// Small files and folders that outlive a loss of power. All throw Failure (3): the place, the
// reason, the fix.

[[noreturn]] void fail_place(const std::filesystem::path& place, const std::string& reason,
                             const std::string& fix);
// With what errno says.
[[noreturn]] void fail_errno(const std::filesystem::path& place);

std::string read_whole_file(const std::filesystem::path& file);
// The file is there whole or not at all.
void write_durably(const std::filesystem::path& file, std::string_view text);
void sync_folder(const std::filesystem::path& folder);
// With the folders above it. The last one's name is made durable even if it is there already: an
// interrupted start may have made it.
void make_durably(const std::filesystem::path& folder);

}  // namespace nemo
