#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace nemo::crash {

// One wrong byte in one file of a folder.
struct Damage {
  std::string file;  // below the folder
  std::uint64_t byte = 0;
  std::uint8_t mask = 1;  // the bits that are turned
};

// As the options that bring it about again.
std::string format(const Damage& damage);

// Makes a damaged copy of a directory. It shares the tables that are not damaged, for nobody writes
// into a table that is there.
void copy_damaged(const std::filesystem::path& whole, const std::filesystem::path& copy,
                  const Damage& damage);

// A sum over the bytes of all files, to tell that a directory is as it was.
std::size_t sum_of(const std::filesystem::path& folder);

// Chooses damages over all files of a folder that are not empty. One of three is anywhere, so that
// each byte is as likely; one in any file, so that small ones have their turn; one in the last
// kilobyte of any file, where tables keep what finds all else. Every other one turns a single bit.
class DamageChoice {
 public:
  DamageChoice(const std::filesystem::path& folder, std::uint64_t seed);

  Damage next();
  std::uint64_t bytes() const { return bytes_; }
  std::size_t files() const { return files_.size(); }

 private:
  struct File {
    std::string name;
    std::uint64_t size;
  };
  std::uint64_t below(std::uint64_t end);
  Damage anywhere();

  std::vector<File> files_;
  std::uint64_t bytes_ = 0;
  std::uint64_t given_ = 0;
  std::mt19937_64 random_;
};

}  // namespace nemo::crash
