#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace nemo::stripe {

// A folder of files for one test.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "nemo-stripe-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Its owner's alone.
  std::filesystem::path file(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::remove(file);  // writing over it would wait for the disk
    std::ofstream(file, std::ios::binary) << bytes;
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(0600));
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What a deed that fails by an exception of this type says; empty if it does not fail.
template <class Thrown, class Deed>
std::string said_by(const Deed& deed) {
  try {
    deed();
  } catch (const Thrown& thrown) {
    return thrown.what();
  }
  return {};
}

}  // namespace nemo::stripe
