#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/stripe/file_unusable.h"

namespace nemo::stripe {

// Small files that outlive a loss of power and are their owner's alone (0600, folders 0700). All
// throw FileUnusable.

// The last folder is made if it is not there; the one that it is in must be.
void make_private_folder(const std::filesystem::path& folder);

// Nothing: there is no such file. Of one that is longer only the first `bytes_max` and one more.
std::optional<std::string> read_private(const std::filesystem::path& file, std::size_t bytes_max);

// The file is there whole or not at all: written as draft_of(file) first, and renamed.
void write_private(const std::filesystem::path& file, std::string_view bytes);
std::filesystem::path draft_of(const std::filesystem::path& file);

// With what an interrupted write_private may have left. Nothing to remove is no failure.
void remove_private(const std::filesystem::path& file);

}  // namespace nemo::stripe
