#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>

#include "adapters/embedded_log/record_bytes.h"
#include "events/log/log_port.h"

namespace nemo::embedded_log {

struct StorePlace {
  rocksdb::DB& db;
  const std::filesystem::path& directory;
  rocksdb::ReadOptions options;
};

// A walk over the stored records of one partition up to a known end. Throws LogFailure kDamaged at
// the first record that is missing, out of place or not what was written.
class StoreCursor : public LogCursor {
 public:
  StoreCursor(const StorePlace& place, LogPosition from, Offset end);

  bool next(LogRecord& record) override;

  // The record was read elsewhere; none before the end as it was is left to read here.
  void pass();

  // Goes on to a later end; cheap when there is none.
  void extend(Offset end);

  // The next record's.
  LogPosition position() const { return next_; }

 private:
  [[noreturn]] void refuse() const;

  StorePlace place_;
  LogPosition next_;
  Offset end_;
  std::array<char, kRecordKeySize> bound_bytes_;
  rocksdb::Slice bound_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

}  // namespace nemo::embedded_log
