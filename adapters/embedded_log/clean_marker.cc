#include "adapters/embedded_log/clean_marker.h"

#include "adapters/embedded_log/failures.h"
#include "adapters/embedded_log/files.h"

namespace nemo::embedded_log {
namespace {

std::filesystem::path marker_file(const std::filesystem::path& directory) {
  return directory / "CLEAN";
}

}  // namespace

void put_clean_marker(const std::filesystem::path& directory, const Ends& ends) {
  std::string bytes;
  encode_head(ends, bytes);
  write_file(marker_file(directory), bytes);
}

std::optional<Ends> get_clean_marker(const std::filesystem::path& directory) {
  const std::optional<std::string> bytes = read_file(marker_file(directory));
  if (!bytes) return std::nullopt;
  const std::optional<Ends> ends = decode_head(*bytes);
  if (!ends) throw damaged(directory, "the file CLEAN is damaged");
  return ends;
}

void remove_clean_marker(const std::filesystem::path& directory) {
  remove_file(marker_file(directory));
}

}  // namespace nemo::embedded_log
