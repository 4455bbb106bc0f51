#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace nemo::embedded_log {

// The first table file of a store that is damaged, and how; nothing: none is. For a store that
// cannot be opened: RocksDB itself names the manifest then, not the table.
std::optional<std::string> damaged_table(const std::filesystem::path& directory);

}  // namespace nemo::embedded_log
