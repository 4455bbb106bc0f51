#pragma once

#include <rocksdb/options.h>

namespace nemo::embedded_log {

// How RocksDB is set for a log: ascending keys, appended once and never changed, read in long
// walks. Every setting has its reason beside it.
rocksdb::Options writer_options();
rocksdb::Options reader_options();

// For walks, with much read ahead.
rocksdb::ReadOptions walk_options();

}  // namespace nemo::embedded_log
