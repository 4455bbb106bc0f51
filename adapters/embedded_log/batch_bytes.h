#pragma once

#include <optional>
#include <string_view>

#include "adapters/embedded_log/record_bytes.h"

namespace nemo::embedded_log {

// Walks over the bytes of a write batch as this log writes them (RocksDB db/write_batch.cc:
// sequence u64, count u32, then for each put: kind 1, key, value; key and value are a varint
// length and bytes). Bytes that are none of that end the walk.
class BatchReader {
 public:
  explicit BatchReader(std::string_view batch);

  bool next(std::string_view& key, std::string_view& value);

 private:
  std::optional<std::string_view> text();

  std::string_view rest_;
};

// Takes up the head of a whole batch, if it has one.
void follow_head(std::string_view batch, std::optional<Ends>& ends);

// Whether damaged bytes still show that they were a batch of this log: no single wrong byte can
// hide both its head's key and its records.
bool looks_written(std::string_view batch);

// The first record of a damaged batch that is not what was written, given the end offsets before
// it; the first record when only what surrounds the records is wrong; nothing when it cannot be
// told.
std::optional<LogPosition> first_wrong_record(std::string_view batch, std::optional<Ends> before);

}  // namespace nemo::embedded_log
