#include "tests/crash/damage.h"

#include <algorithm>

#include "tests/crash/plain_files.h"

namespace nemo::crash {

std::string format(const Damage& damage) {
  return "--file " + damage.file + " --byte " + std::to_string(damage.byte) + " --mask " +
         std::to_string(damage.mask);
}

void copy_damaged(const std::filesystem::path& whole, const std::filesystem::path& copy,
                  const Damage& damage) {
  std::filesystem::create_directories(copy);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(whole)) {
    const std::filesystem::path name = entry.path().lexically_relative(whole);
    if (entry.is_directory()) {
      std::filesystem::create_directory(copy / name);
    } else if (name.extension() == ".sst" && name != damage.file) {
      std::filesystem::create_hard_link(entry.path(), copy / name);
    } else {
      std::filesystem::copy_file(entry.path(), copy / name);
    }
  }
  turn_bits(copy / damage.file, damage.byte, damage.mask);
}

std::size_t sum_of(const std::filesystem::path& folder) {
  std::size_t sum = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    sum += std::hash<std::string>()(entry.path().string() + read_plain(entry.path()));
  }
  return sum;
}

DamageChoice::DamageChoice(const std::filesystem::path& folder, std::uint64_t seed)
    : random_(seed) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    files_.push_back({entry.path().lexically_relative(folder), entry.file_size()});
    bytes_ += entry.file_size();
  }
  std::sort(files_.begin(), files_.end(),
            [](const File& one, const File& other) { return one.name < other.name; });
}

std::uint64_t DamageChoice::below(std::uint64_t end) { return random_() % end; }

Damage DamageChoice::anywhere() {
  std::uint64_t place = below(bytes_);
  for (const File& file : files_) {
    if (place < file.size) return {file.name, place};
    place -= file.size;
  }
  return {};
}

Damage DamageChoice::next() {
  Damage damage = anywhere();
  if (given_ % 3 != 0) {
    const File& file = files_[below(files_.size())];
    const std::uint64_t from = given_ % 3 == 2 && file.size > 1024 ? file.size - 1024 : 0;
    damage = {file.name, from + below(file.size - from)};
  }
  const bool single_bit = given_++ % 2 == 0;
  damage.mask = static_cast<std::uint8_t>(single_bit ? 1U << below(8) : 1 + below(255));
  return damage;
}

}  // namespace nemo::crash
