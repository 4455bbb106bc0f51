#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "adapters/identity/secret_source.h"

namespace nemo::identity {

// A folder of secrets for one test.
class SecretFiles {
 public:
  SecretFiles() {
    std::string name = std::filesystem::temp_directory_path() / "nemo-identity-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~SecretFiles() { std::filesystem::remove_all(folder_); }
  SecretFiles(const SecretFiles&) = delete;
  SecretFiles& operator=(const SecretFiles&) = delete;

  // Gives the source "file:PATH".
  std::string file(std::string_view text, mode_t mode = 0600) {
    const std::string path = folder_ / ("secret-" + std::to_string(++number_));
    std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return "file:" + path;
  }
  // A pipe that holds the text and is closed behind it: "fd:N".
  static std::string pipe(std::string_view text) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(ends[1]);
    return "fd:" + std::to_string(ends[0]);
  }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  int number_ = 0;
};

// What a deed says of a secret it cannot use; empty if it can.
template <class Deed>
std::string refusal_of(const Deed& deed) {
  try {
    deed();
  } catch (const SecretUnusable& unusable) {
    return unusable.message;
  }
  return {};
}

inline bool says(std::string_view message, std::string_view words) {
  return message.find(words) != std::string_view::npos;
}

}  // namespace nemo::identity
