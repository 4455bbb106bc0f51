#include "adapters/embedded_log/embedded_log.h"

#include <atomic>

#include "adapters/embedded_log/clean_marker.h"
#include "adapters/embedded_log/failures.h"
#include "adapters/embedded_log/files.h"
#include "adapters/embedded_log/group_writer.h"
#include "adapters/embedded_log/opening.h"
#include "adapters/embedded_log/store_cursor.h"
#include "adapters/embedded_log/store_options.h"
#include "events/values/assert.h"

namespace nemo {
namespace embedded_log {
namespace {

Access access_of(EmbeddedLog::Mode mode) {
  switch (mode) {
    case EmbeddedLog::Mode::kReadOnly:
      return Access::kReadOnly;
    case EmbeddedLog::Mode::kExisting:
      return Access::kExisting;
    case EmbeddedLog::Mode::kCreate:
      return Access::kCreate;
  }
  NEMO_ASSERT(false);
  return Access::kReadOnly;
}

DirectoryLock::Share share_of(Access access) {
  return access == Access::kReadOnly ? DirectoryLock::Share::kShared : DirectoryLock::Share::kAlone;
}

std::filesystem::path prepare(const std::filesystem::path& given, Access access) {
  std::filesystem::path directory = std::filesystem::absolute(given).lexically_normal();
  if (!directory.has_filename()) directory = directory.parent_path();
  if (access == Access::kCreate) make_directory(directory);
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return directory;
  throw LogFailure(LogFailure::Kind::kMissing,
                   "log " + directory.string() +
                       ": there is no such directory; give the directory of an existing ledger");
}

}  // namespace
}  // namespace embedded_log

using namespace embedded_log;

class EmbeddedLog::Rooms {
 public:
  Rooms(const std::filesystem::path& directory, Access access, Clock& clock)
      : directory_(prepare(directory, access)),
        access_(access),
        lock_(std::in_place, directory_, share_of(access)),
        store_(open_store(directory_, access)),
        writer_({*store_.db, directory_, Placement(store_.tails, LiveTime(clock, store_.last_live)),
                 recent_}),
        queue_([this](const AppendQueue::Group& group) { commit(group); }) {
    publish_ends();
  }

  std::vector<LogPosition> append(const std::vector<NewRecord>& records) {
    check_open();
    if (access_ == Access::kReadOnly) {
      throw LogFailure(LogFailure::Kind::kUnusable,
                       "log " + directory_.string() + ": opened for reading; nothing appended");
    }
    if (records.empty()) return {};
    Append append(records);
    queue_.run(append);
    if (append.failure) throw *append.failure;
    return std::move(append.positions);
  }

  Offset end_offset(PartitionId partition) const {
    check_open();
    NEMO_ASSERT(partition < kPartitionCount);
    return ends_[partition].load(std::memory_order_acquire);
  }

  StorePlace walk() const { return {*store_.db, directory_, walk_options()}; }
  const RecentRecords& recent() const { return recent_; }
  const std::string& repaired() const { return store_.repaired; }
  LogFigures figures() const { return writer_.figures(); }

  void check_files() {
    check_open();
    const rocksdb::Status status = store_.db->VerifyFileChecksums({});
    if (!status.ok()) throw store_failure(directory_, status);
  }

  void close() {
    if (!store_.db) return;
    const rocksdb::Status status = close_store();
    store_.db.reset();
    if (!status.ok()) throw store_failure(directory_, status);
    if (to_be_marked()) put_clean_marker(directory_, ends_of(writer_.tails()));
    lock_.reset();
  }

 private:
  void commit(const AppendQueue::Group& group) {
    writer_.write(group);
    publish_ends();
  }

  bool to_be_marked() const { return access_ != Access::kReadOnly && !writer_.failed(); }

  rocksdb::Status close_store() {
    if (!to_be_marked()) return rocksdb::Status::OK();
    const rocksdb::Status status = store_.db->Flush({});
    return status.ok() ? store_.db->Close() : status;
  }

  void publish_ends() {
    const Ends ends = ends_of(writer_.tails());
    for (std::size_t i = 0; i < ends.size(); ++i) {
      ends_[i].store(ends[i], std::memory_order_release);
    }
  }

  void check_open() const { NEMO_ASSERT(store_.db != nullptr); }

  std::filesystem::path directory_;
  Access access_;
  std::optional<DirectoryLock> lock_;
  OpenStore store_;
  RecentRecords recent_;
  GroupWriter writer_;
  AppendQueue queue_;
  std::array<std::atomic<Offset>, kPartitionCount> ends_;
};

namespace {

class GrowingCursor : public LogCursor {
 public:
  GrowingCursor(EmbeddedLog& log, const StorePlace& place, const RecentRecords& recent,
                LogPosition from)
      : log_(log), recent_(recent), cursor_(place, from, log.end_offset(from.partition)) {}

  bool next(LogRecord& record) override {
    if (cursor_.next(record)) return true;
    if (recent_.find(cursor_.position(), record)) {
      cursor_.pass();
      return true;
    }
    cursor_.extend(log_.end_offset(cursor_.position().partition));
    return cursor_.next(record);
  }

 private:
  EmbeddedLog& log_;
  const RecentRecords& recent_;
  StoreCursor cursor_;
};

}  // namespace

EmbeddedLog::EmbeddedLog(const std::filesystem::path& directory, Mode mode, Clock& clock)
    : rooms_(std::make_unique<Rooms>(directory, access_of(mode), clock)) {}

EmbeddedLog::~EmbeddedLog() {
  try {
    close();
  } catch (const LogFailure&) {
    // Every acknowledged record is in the write-ahead log; the next opening tells.
  }
}

std::vector<LogPosition> EmbeddedLog::append(const std::vector<NewRecord>& records) {
  return rooms_->append(records);
}

Offset EmbeddedLog::end_offset(PartitionId partition) { return rooms_->end_offset(partition); }

std::unique_ptr<LogCursor> EmbeddedLog::scan(LogPosition from) {
  return std::make_unique<GrowingCursor>(*this, rooms_->walk(), rooms_->recent(), from);
}

const std::string& EmbeddedLog::repaired() const { return rooms_->repaired(); }

LogFigures EmbeddedLog::figures() const { return rooms_->figures(); }

void EmbeddedLog::check_files() { rooms_->check_files(); }

void EmbeddedLog::close() { rooms_->close(); }

}  // namespace nemo
