#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/log/log_port.h"

namespace nemo::crash {

// What bits are turned of: the files and the records that a short ledger leaves.
using Entry = std::pair<std::string, std::string>;  // key and value, as a table holds them

struct Samples {
  std::filesystem::path folder;
  std::string write_ahead_log;
  std::string table;  // of the state
  std::string export_file;
  std::vector<LogRecord> records;
  std::vector<Entry> state;
  std::vector<Entry> outcomes;
};

Samples read_samples(const std::filesystem::path& folder);

// Every entry of a table; nothing when it is refused.
std::optional<std::vector<Entry>> entries_of(const std::filesystem::path& table);

// The bytes with one bit or one byte turned.
std::string damaged_copy(std::string_view bytes, std::mt19937_64& random);

template <class Items>
const auto& any_of(const Items& items, std::mt19937_64& random) {
  return items[random() % items.size()];
}

}  // namespace nemo::crash
