#include "adapters/daemon/data_directory.h"

#include <algorithm>
#include <system_error>

#include "adapters/daemon/durable_files.h"

namespace nemo {
namespace {

constexpr std::string_view kVersion = "nemo-ledger 1\n";
constexpr std::string_view kImporting = "IMPORTING";
constexpr std::string_view kLogName = "LOG";

// Only what an interrupted first start leaves.
bool is_new(const std::filesystem::path& data) {
  for (const auto& entry : std::filesystem::directory_iterator(data)) {
    if (entry.path().filename() != "VERSION.tmp") return false;
  }
  return true;
}

void create(const std::filesystem::path& data) {
  make_durably(data);
  if (!is_new(data)) {
    fail_place(data, "is not empty and not a ledger's data directory (no VERSION in it)",
               "name another directory");
  }
  write_version(data);
}

Failure failure_of(const std::filesystem::filesystem_error& error,
                   const std::filesystem::path& data) {
  return {3,
          data.string() + ": " + error.code().message() + "; check the path and its permissions"};
}

}  // namespace

bool holds_store(const std::filesystem::path& folder) {
  if (std::filesystem::exists(folder / "CURRENT")) return true;
  if (!std::filesystem::exists(folder)) return false;
  const auto files = std::filesystem::directory_iterator(folder);
  return std::any_of(begin(files), end(files),
                     [](const auto& file) { return file.path().extension() == ".sst"; });
}

void write_version(const std::filesystem::path& data) { write_durably(data / "VERSION", kVersion); }

DataDirectory open_directory(const std::filesystem::path& data, LedgerOptions::Mode mode) try {
  const bool may_create = mode == LedgerOptions::Mode::kReadWrite;
  if (std::filesystem::exists(data) && !std::filesystem::is_directory(data)) {
    fail_place(data, "is not a directory", "name a data directory");
  }
  if (!std::filesystem::exists(data / "VERSION")) {
    if (!may_create)
      fail_place(data, "holds no ledger", "check the path, or `apply` records to it first");
    create(data);
  }
  const std::string version = read_whole_file(data / "VERSION");
  if (version != kVersion) {
    fail_place(data / "VERSION",
               "was written by another version ('" + version.substr(0, version.find('\n')) + "')",
               "use the nemo-ledger that wrote it, or export and import its log");
  }
  if (std::filesystem::exists(data / kImporting)) {
    fail_place(data, "holds a part of a log: an import into it was cut off, or is not done yet",
               "wait if it runs; else remove the directory and import again");
  }
  return {data / "log", data / "state", data / "outcomes", holds_store(data / "state"),
          holds_store(data / "outcomes")};
} catch (const std::filesystem::filesystem_error& error) {
  throw failure_of(error, data);
}

void bind_directory(const std::filesystem::path& data, const std::string& log, bool may_write) try {
  const std::filesystem::path file = data / kLogName;
  const bool named = std::filesystem::exists(file);
  const std::string bound = named ? read_whole_file(file) : "";
  if (bound == (log.empty() ? "" : log + "\n")) return;
  if (named) {
    fail_place(
        data, "belongs to the log '" + bound.substr(0, bound.find('\n')) + "'",
        "use that log, or another directory for " + (log.empty() ? "the embedded log" : log));
  }
  if (std::filesystem::exists(data / "log")) {
    fail_place(data, "belongs to the embedded log that is in it",
               "name another directory for " + log + ", or leave --log out");
  }
  if (may_write) write_durably(file, log + "\n");
} catch (const std::filesystem::filesystem_error& error) {
  throw failure_of(error, data);
}

std::string bound_log(const std::filesystem::path& data) try {
  const std::filesystem::path file = data / kLogName;
  if (!std::filesystem::exists(file)) return "";
  const std::string bound = read_whole_file(file);
  return bound.substr(0, bound.find('\n'));
} catch (const std::filesystem::filesystem_error& error) {
  throw failure_of(error, data);
}

void begin_import(const std::filesystem::path& data) try {
  write_durably(data / kImporting, "remove this directory if no import runs\n");
} catch (const std::filesystem::filesystem_error& error) {
  throw failure_of(error, data);
}

void end_import(const std::filesystem::path& data) try {
  std::filesystem::remove(data / kImporting);
  sync_folder(data);
} catch (const std::filesystem::filesystem_error& error) {
  throw failure_of(error, data);
}

namespace {

int exit_status_of(LogFailure::Kind kind) {
  switch (kind) {
    case LogFailure::Kind::kUnreachable:
    case LogFailure::Kind::kUnsafe:
      return 4;
    case LogFailure::Kind::kSettings:
      return 2;
    case LogFailure::Kind::kDamaged:
    case LogFailure::Kind::kInUse:
    case LogFailure::Kind::kOtherVersion:
    case LogFailure::Kind::kNoSpace:
    case LogFailure::Kind::kMissing:
    case LogFailure::Kind::kUnusable:
    case LogFailure::Kind::kClock:
      return 3;
  }
  return 3;
}

}  // namespace

Failure failure_of(const LogFailure& failure) {
  const int exit_status = exit_status_of(failure.kind());
  if (!failure.unknown_fate()) return {exit_status, failure.message()};
  return {exit_status,
          failure.message() +
              "; whether the last records are on the log is unknown: apply them again, with the "
              "same ids",
          true};
}

Failure failure_of(const StoreFailure& failure) { return {3, failure.message}; }

}  // namespace nemo
