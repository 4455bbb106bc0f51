#pragma once

#include <filesystem>
#include <optional>

#include "adapters/embedded_log/record_bytes.h"

namespace nemo::embedded_log {

// The file CLEAN in the log's directory: written by a clean close, removed before the next append.
// While it is there, every record up to its end offsets must be there too. All throw LogFailure.
void put_clean_marker(const std::filesystem::path& directory, const Ends& ends);
// Nothing when the log was not closed, kDamaged when the file is.
std::optional<Ends> get_clean_marker(const std::filesystem::path& directory);
void remove_clean_marker(const std::filesystem::path& directory);

}  // namespace nemo::embedded_log
