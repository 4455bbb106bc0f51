#pragma once

#include <rocksdb/status.h>

#include <filesystem>
#include <string>

#include "events/log/log_port.h"

namespace nemo::embedded_log {

// What to do about a log whose bytes are wrong; the end of every message about one.
inline constexpr const char* kRestoreFix =
    "restore the data directory from a backup, or import an export of the log into a new one";

LogFailure damaged(const std::filesystem::path& directory, const std::string& what);
LogFailure damaged(const std::filesystem::path& directory, LogPosition position,
                   const std::string& reason);

// The failure that a status of the store stands for; not for Status::OK.
LogFailure store_failure(const std::filesystem::path& directory, const rocksdb::Status& status);

// The failure that errno stands for.
LogFailure system_failure(const std::filesystem::path& file, const char* deed, int error);

}  // namespace nemo::embedded_log
