#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace nemo::embedded_log {

// Whole files, durably. All throw LogFailure when the system says no.

// Nothing when there is no such file.
std::optional<std::string> read_file(const std::filesystem::path& file);
// All or nothing, also across a loss of power.
void write_file(const std::filesystem::path& file, std::string_view bytes);
void truncate_file(const std::filesystem::path& file, std::uint64_t size);
// Nothing happens when there is no such file.
void remove_file(const std::filesystem::path& file);
void make_directory(const std::filesystem::path& directory);

// Of this process alone, or shared with other holders of shared ones; held until destroyed.
class DirectoryLock {
 public:
  enum class Share : std::uint8_t { kAlone, kShared };

  // Throws LogFailure kInUse when another holds it.
  DirectoryLock(const std::filesystem::path& directory, Share share);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace nemo::embedded_log
