#include "tests/crash/samples.h"

#include <rocksdb/sst_file_reader.h>

#include <fstream>
#include <sstream>

#include "adapters/log_file/lines.h"
#include "adapters/log_file/log_file.h"
#include "tests/crash/child.h"
#include "tests/crash/decoder_rows.h"
#include "tests/crash/plain_files.h"

namespace nemo::crash {
namespace {

constexpr std::size_t kInputs = 400;

// The newest file of a folder with this extension.
std::filesystem::path newest(const std::filesystem::path& folder, const char* extension) {
  std::filesystem::path found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension && entry.path() > found) found = entry.path();
  }
  return found;
}

}  // namespace

// The stop is a real one: the caller's process ends without a close.
void make_samples(const Script& script, const std::filesystem::path& folder) {
  LedgerOptions options;
  options.data = folder / "data";
  auto* ledger = Ledger::open(options).release();
  std::vector<LedgerInput> inputs = script.inputs(0, std::min(kInputs, script.size()));
  ledger->apply(inputs, [](std::size_t, std::span<const Outcome>) {});
  ledger->digests();  // a checkpoint
  std::ofstream out(folder / "export", std::ios::binary);
  export_log(ledger->log(), out);
  std::filesystem::create_directory(folder / "log");
  std::filesystem::create_directory(folder / "clean");
}

Samples read_samples(const std::filesystem::path& folder) {
  Samples samples;
  samples.folder = folder;
  samples.write_ahead_log = read_plain(newest(folder / "data/log", ".log"));
  samples.table = read_plain(newest(folder / "data/state", ".sst"));
  samples.export_file = read_plain(folder / "export");
  std::istringstream lines(samples.export_file);
  for (std::string line; std::getline(lines, line);) {
    const log_file::Line parsed = log_file::parse_line(line);
    if (const auto* record = std::get_if<LogRecord>(&parsed)) samples.records.push_back(*record);
  }
  samples.state = entries_of(newest(folder / "data/state", ".sst")).value();
  samples.outcomes = entries_of(newest(folder / "data/outcomes", ".sst")).value();
  return samples;
}

std::optional<std::vector<Entry>> entries_of(const std::filesystem::path& table) {
  rocksdb::SstFileReader reader{rocksdb::Options()};
  if (!reader.Open(table).ok()) return std::nullopt;
  const std::unique_ptr<rocksdb::Iterator> place(reader.NewIterator({}));
  std::vector<Entry> entries;
  for (place->SeekToFirst(); place->Valid(); place->Next()) {
    entries.emplace_back(place->key().ToString(), place->value().ToString());
  }
  if (!place->status().ok()) return std::nullopt;
  return entries;
}

std::string damaged_copy(std::string_view bytes, std::mt19937_64& random) {
  std::string copy(bytes);
  const std::uint64_t mask = random() % 2 == 0 ? 1U << random() % 8 : 1 + random() % 255;
  char& byte = copy[random() % copy.size()];
  byte = static_cast<char>(static_cast<std::uint8_t>(byte) ^ mask);
  return copy;
}

}  // namespace nemo::crash
