#include "adapters/embedded_log/table_check.h"

#include <rocksdb/sst_file_reader.h>

#include <algorithm>
#include <vector>

#include "adapters/embedded_log/store_options.h"

namespace nemo::embedded_log {
namespace {

std::vector<std::filesystem::path> tables_in(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> tables;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".sst") tables.push_back(entry.path());
  }
  std::sort(tables.begin(), tables.end());
  return tables;
}

rocksdb::Status status_of(const std::filesystem::path& table) {
  rocksdb::SstFileReader reader(reader_options());
  const rocksdb::Status opened = reader.Open(table);
  return opened.ok() ? reader.VerifyChecksum() : opened;
}

}  // namespace

std::optional<std::string> damaged_table(const std::filesystem::path& directory) {
  for (const std::filesystem::path& table : tables_in(directory)) {
    const rocksdb::Status status = status_of(table);
    if (status.IsCorruption()) return table.filename().string() + ": " + status.ToString();
  }
  return std::nullopt;
}

}  // namespace nemo::embedded_log
