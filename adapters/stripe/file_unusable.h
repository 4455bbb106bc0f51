#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace nemo::stripe {

// A file or folder that cannot be used: where it is, what is wrong, what mends it; never what it
// holds.
class FileUnusable : public std::runtime_error {
 public:
  FileUnusable(const std::filesystem::path& place, const std::string& words)
      : std::runtime_error(place.string() + ": " + words) {}
};

}  // namespace nemo::stripe
