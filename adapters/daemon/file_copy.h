#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace nemo {

// Who may read a file, as far as the process's umask lets them.
enum class Readers : std::uint8_t { kAll, kOwner };

// Called with the bytes that were read since its last call.
using BytesRead = std::function<void(std::uint64_t bytes)>;

struct FileSum {
  std::uint64_t bytes = 0;
  std::string sha256;  // 64 digits of hex
};

// A file that is held open: its bytes stay, though another process removes its name. Throws
// Failure.
class HeldFile {
 public:
  // Nothing: there is no such file.
  static std::optional<HeldFile> open(std::filesystem::path place);
  HeldFile(HeldFile&& other) noexcept
      : place_(std::move(other.place_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  HeldFile& operator=(HeldFile&& other) noexcept {
    std::swap(place_, other.place_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~HeldFile();

  const std::filesystem::path& place() const { return place_; }
  std::uint64_t bytes() const;
  // The first `bytes` of the file, or all that it has, as a new file; durable, but for its name in
  // its folder. Gives the sum of what was read.
  FileSum copy(const std::filesystem::path& to, std::uint64_t bytes, const BytesRead& read,
               Readers readers = Readers::kAll) const;
  // Gives the file a second name; false where that cannot be: it has no name any more, or lies on
  // another file system, or on one without such names.
  bool link(const std::filesystem::path& to) const;
  // What a copy would read.
  FileSum sum(const BytesRead& read) const;

 private:
  HeldFile(std::filesystem::path place, int descriptor)
      : place_(std::move(place)), descriptor_(descriptor) {}
  FileSum each(std::uint64_t bytes, const std::function<void(std::string_view)>& visit) const;

  std::filesystem::path place_;
  int descriptor_;
};

}  // namespace nemo
