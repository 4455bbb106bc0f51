#include "adapters/embedded_log/store_options.h"

#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <limits>

namespace nemo::embedded_log {
namespace {

constexpr std::size_t kKibibyte = 1 << 10;
constexpr std::size_t kMebibyte = 1 << 20;

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Options common_options() {
  rocksdb::Options options;
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 64 * kKibibyte;  // few index entries: point reads are rare
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kNoCompression;
  options.max_open_files = -1;
  // No file LOG: a full disk could not take it, and Debian's build ends the process over that.
  options.info_log = std::make_shared<SilentLogger>();
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.skip_stats_update_on_db_open = true;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

// Every flush holds a piece of every partition, so each overlaps all others and leveled compaction
// would rewrite the log again and again. Here files of like size are merged, many at a time: a
// record is rewritten about log16(size of the log / memtable) times.
void set_shape(rocksdb::Options& options) {
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = 16;
  options.level0_slowdown_writes_trigger = 200;
  options.level0_stop_writes_trigger = 400;
  auto& universal = options.compaction_options_universal;
  universal.min_merge_width = 8;
  universal.size_ratio = 50;
  universal.stop_style = rocksdb::kCompactionStopStyleSimilarSize;
  // Nothing is ever overwritten but the head: no space to win back.
  universal.max_size_amplification_percent = std::numeric_limits<unsigned>::max();
  options.target_file_size_base = 256 * kMebibyte;
  options.max_background_jobs = 2;
  options.bytes_per_sync = kMebibyte;  // so that no fsync of an append waits for a whole flush
}

}  // namespace

rocksdb::Options writer_options() {
  rocksdb::Options options = common_options();
  set_shape(options);
  // check_wals has already judged every byte: RocksDB shall not forgive anything.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kAbsoluteConsistency;
  options.write_buffer_size = 64 * kMebibyte;
  options.max_write_buffer_number = 4;
  // One thread writes at a time; a hint for each partition makes an insert of an ascending key
  // cost no search.
  options.allow_concurrent_memtable_write = false;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(2));
  // After an error nothing is tried again behind our back: the log is opened anew.
  options.max_bgerror_resume_count = 0;
  return options;
}

rocksdb::Options reader_options() {
  rocksdb::Options options = common_options();
  // The only thing left to forgive is the torn tail that check_wals has found.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  return options;
}

rocksdb::ReadOptions walk_options() {
  rocksdb::ReadOptions options;
  options.readahead_size = 512 * kKibibyte;
  options.fill_cache = false;
  return options;
}

}  // namespace nemo::embedded_log
