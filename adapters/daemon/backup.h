#pragma once

#include <filesystem>

#include "adapters/daemon/backup_list.h"
#include "adapters/daemon/bytes_done.h"

namespace nemo {

// A backup: a folder with the state and the outcome lines of a data directory, its log if that is
// the embedded one, the folders that a serving node keeps beside them, and the file BACKUP
// (backup_list.h), written last. What a node makes anew is not in it: its certificate for loopback
// (the key would be two machines'), its locks and drafts. Nor are files with secrets in clear, as
// `serve --demo` makes them: with the master key beside them, wrapped keys would be open.

struct BackupOptions {
  std::filesystem::path data;
  std::filesystem::path to;  // not there, or empty
  unsigned threads = 2;
  BytesDone::Report progress = {};
};

// Of a ledger on Kafka also while a process serves it; an embedded log must have no writer. What
// was copied is opened and its objects are added up to their digests before it is called a backup;
// when this throws, or is cut off, there is none. Throws Failure.
BackupList back_up(const BackupOptions& options);

struct RestoreOptions {
  std::filesystem::path from;
  std::filesystem::path data;  // not there
  unsigned threads = 2;
  BytesDone::Report progress = {};
};

// Copies a backup to a new data directory, comparing every file with its sum; it is a ledger's only
// once its digests, taken again from its objects, are those of the backup. Throws Failure: a file
// is missing or damaged, the directory exists.
BackupList restore(const RestoreOptions& options);

}  // namespace nemo
