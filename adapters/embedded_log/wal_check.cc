#include "adapters/embedded_log/wal_check.h"

#include <algorithm>
#include <vector>

#include "adapters/embedded_log/batch_bytes.h"
#include "adapters/embedded_log/failures.h"
#include "adapters/embedded_log/files.h"
#include "adapters/embedded_log/wal_file.h"

namespace nemo::embedded_log {
namespace {

// Their names are numbers of equal width, or wider for later ones.
std::vector<std::filesystem::path> wal_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".log") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) {
    const std::string a = one.stem();
    const std::string b = other.stem();
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return files;
}

LogFailure damaged_wal(const std::filesystem::path& file, const WalScan& scan) {
  const std::string reason = file.filename().string() + ": " + scan.reason;
  const std::optional<LogPosition> position = first_wrong_record(scan.suspect);
  if (position) return damaged(file.parent_path(), *position, reason);
  return damaged(file.parent_path(), "damaged file " + reason);
}

// Bytes at the end that no append wrote are as good as a torn tail: nothing was acknowledged there.
bool is_torn(const WalScan& scan) {
  if (scan.end == WalScan::End::kTorn) return true;
  return scan.at_tail && !looks_written(scan.suspect);
}

// The file that CURRENT names, if it names one.
std::optional<std::filesystem::path> manifest_of(const std::filesystem::path& directory) {
  std::string name = read_file(directory / "CURRENT").value_or("");
  if (!name.empty() && name.back() == '\n') name.pop_back();
  if (name.empty()) return std::nullopt;
  return directory / name;
}

TornTail torn_manifest(const std::filesystem::path& file, const WalScan& scan, std::size_t size) {
  return {file, scan.good_bytes,
          "the list of the log's files ended in an entry that was cut short and never used (" +
              file.filename().string() + ": " + scan.reason +
              "): " + std::to_string(size - scan.good_bytes) + " bytes dropped"};
}

TornTail torn_tail(const std::filesystem::path& file, const WalScan& scan, std::size_t size) {
  return {file, scan.good_bytes,
          "the write-ahead log ended in an append that was cut short and never acknowledged (" +
              file.filename().string() + ": " + scan.reason +
              "): " + std::to_string(size - scan.good_bytes) + " bytes dropped"};
}

}  // namespace

std::optional<TornTail> check_wals(const std::filesystem::path& directory) {
  const std::vector<std::filesystem::path> files = wal_files(directory);
  if (files.empty()) throw damaged(directory, "its write-ahead log file (*.log) is missing");
  for (const std::filesystem::path& file : files) {
    const std::string bytes = read_file(file).value_or("");
    const WalScan scan = scan_wal(bytes);
    if (scan.end == WalScan::End::kClean) continue;
    if (file != files.back() || !is_torn(scan)) throw damaged_wal(file, scan);
    return torn_tail(file, scan, bytes.size());
  }
  return std::nullopt;
}

std::optional<TornTail> check_manifest(const std::filesystem::path& directory) {
  const auto file = manifest_of(directory);
  const std::string bytes = file ? read_file(*file).value_or("") : "";
  if (bytes.empty()) throw damaged(directory, "the file that CURRENT names is missing");
  const WalScan scan = scan_wal(bytes);
  if (scan.end == WalScan::End::kClean) return std::nullopt;
  if (scan.end == WalScan::End::kTorn) return torn_manifest(*file, scan, bytes.size());
  throw damaged(directory, "damaged file " + file->filename().string() + ": " + scan.reason);
}

void drop_torn_manifest(const std::filesystem::path& directory) {
  const auto file = manifest_of(directory);
  if (!file) return;
  const WalScan scan = scan_wal(read_file(*file).value_or(""));
  if (scan.end == WalScan::End::kTorn) truncate_file(*file, scan.good_bytes);
}

}  // namespace nemo::embedded_log
