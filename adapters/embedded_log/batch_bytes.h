#pragma once

#include <optional>
#include <string_view>

#include "events/values/position.h"

namespace nemo::embedded_log {

// What can still be told from the bytes of a damaged write batch. This log writes them all alike
// (RocksDB db/write_batch.cc):
//   batch := sequence u64, count u32, put of the head, puts of records
//   put   := kind 1, key, value;  key and value := varint length, bytes

// Whether an append wrote them: no single wrong byte can hide both the head's key and its value.
bool looks_written(std::string_view batch);

// The first record that is not what was written; the first record when only what surrounds the
// records is wrong; nothing when it cannot be told.
std::optional<LogPosition> first_wrong_record(std::string_view batch);

}  // namespace nemo::embedded_log
