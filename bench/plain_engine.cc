#include "bench/plain_engine.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "engine/core/prefetch.h"
#include "engine/runner/checkpoint.h"
#include "engine/runner/partition_engine.h"
#include "events/values/assert.h"
#include "events/wire/outcome_codec.h"

namespace nemo::bench {
namespace {

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

rocksdb::DB* open_database(const std::filesystem::path& folder) {
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(256 << 20);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.max_background_jobs = 2;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &db);
  NEMO_ASSERT(status.ok());
  return db;
}

}  // namespace

PlainEngine::PlainEngine(const std::filesystem::path& folder, LogPort& log, PartitionId partition)
    : db_(open_database(folder)), log_(log), state_(partition) {}

void PlainEngine::run(std::size_t count) {
  if (cursor_ == nullptr) {
    cursor_ = log_.scan({state_.partition, state_.globals.next_offset});
  }
  Record record;
  for (std::size_t i = 0; i < count; ++i) {
    cursor_->next(read_);
    decode_into(read_, record);
    decide(record);
  }
  // Open holds stay: the queue of expiries knows them by their place in memory.
  state_.reservations.evict(
      state_.reservations.size() - state_.holds.size(), number_,
      [](const ReservationState& held) { return held.phase != ReservationPhase::kOpen; });
}

void PlainEngine::decide(const Record& record) {
  const auto always = [](std::string_view) { return true; };
  load_objects(state_, *this, missing_objects(state_, {&record, 1}, always));
  lines_.clear();
  step(state_, record, lines_);
  StateChanges changes;
  cut_checkpoint(state_, ++number_, &changes);
  std::string lines;
  encode_outcomes(lines_.span(), lines);
  changes.put(kPartitionCount, outcome_key(record.position.offset), lines);
  write(changes);
  state_.orgs.evict(state_.orgs.size(), number_, [](const OrgState&) { return true; });
}

std::vector<std::optional<std::string>> PlainEngine::read(PartitionId partition,
                                                          const std::vector<std::string>& keys) {
  std::vector<std::optional<std::string>> values(keys.size());
  std::string stored;
  std::string value;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    write_stored_key(partition, keys[i], stored);
    if (db_->Get(rocksdb::ReadOptions(), stored, &value).ok()) values[i] = value;
  }
  return values;
}

void PlainEngine::scan(PartitionId, std::string_view, std::string_view,
                       const std::function<bool(std::string_view, std::string_view)>&) {
  // It starts empty.
}

void PlainEngine::write(StateChanges& changes) {
  rocksdb::WriteBatch batch;
  for (const StateChanges::Change& change : changes.changes()) {
    const rocksdb::Status added =
        change.erased ? batch.Delete(slice(changes.key(change)))
                      : batch.Put(slice(changes.key(change)), slice(changes.value(change)));
    NEMO_ASSERT(added.ok());
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  const rocksdb::Status written = db_->Write(options, &batch);
  NEMO_ASSERT(written.ok());
}

}  // namespace nemo::bench
