#include "adapters/embedded_log/failures.h"

#include <cerrno>
#include <cstring>

namespace nemo::embedded_log {
namespace {

constexpr const char* kSpaceFix =
    "the disk is full: free some space and start again; every acknowledged record is kept";
constexpr const char* kAccessFix = "check the directory's owner, its permissions and the disk";

}  // namespace

LogFailure damaged(const std::filesystem::path& directory, const std::string& what) {
  return {LogFailure::Kind::kDamaged,
          "log " + directory.string() + ": " + what + "; " + kRestoreFix};
}

LogFailure damaged(const std::filesystem::path& directory, LogPosition position,
                   const std::string& reason) {
  return damaged(directory, "damaged at " + format_position(position) + ": " + reason);
}

LogFailure store_failure(const std::filesystem::path& directory, const rocksdb::Status& status) {
  if (status.IsCorruption()) return damaged(directory, status.ToString());
  const bool space =
      status.IsNoSpace() || status.ToString().find(std::strerror(ENOSPC)) != std::string::npos;
  return {space ? LogFailure::Kind::kNoSpace : LogFailure::Kind::kUnusable,
          "log " + directory.string() + ": " + status.ToString() + "; " +
              (space ? kSpaceFix : kAccessFix)};
}

LogFailure system_failure(const std::filesystem::path& file, const char* deed, int error) {
  const bool space = error == ENOSPC || error == EDQUOT;
  return {space ? LogFailure::Kind::kNoSpace : LogFailure::Kind::kUnusable,
          "log file " + file.string() + ": cannot " + deed + ": " + std::strerror(error) + "; " +
              (space ? kSpaceFix : kAccessFix)};
}

}  // namespace nemo::embedded_log
