#include "engine/store/checkpoint_db.h"

#include <fcntl.h>
#include <rocksdb/compaction_filter.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <array>

#include "engine/state/object_key.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::string_view kDraftEnd = ".tmp";

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const rocksdb::Slice& text) { return {text.data(), text.size()}; }

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// State is asked for at random, often for what is not there; outcome lines are read in order.
rocksdb::BlockBasedTableOptions table_options(bool at_random) {
  rocksdb::BlockBasedTableOptions table;
  if (at_random) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(8 << 20);
  table.block_size = at_random ? 4 << 10 : 32 << 10;
  table.format_version = 5;
  return table;
}

// RocksDB syncs what is in its folder; without the folder's own name a loss of power would take all
// of it. Opening says what is wrong with the folder.
void make_folder(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::create_directories(folder, ignored)) return;
  const std::filesystem::path parent = std::filesystem::absolute(folder).parent_path();
  const int file = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

// Whether files here can be written past the system's cache: a tmpfs, for one, takes no such file.
bool takes_direct_writes(const std::filesystem::path& folder) {
  const std::filesystem::path probe = folder / ("direct" + std::string(kDraftEnd));
  const int file = ::open(probe.c_str(), O_CREAT | O_WRONLY | O_DIRECT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  ::close(file);
  std::error_code ignored;
  std::filesystem::remove(probe, ignored);
  return true;
}

// Runs of like size merge so many at a time: a record is rewritten about once for every factor of
// that the database grows by. Outcome lines are seldom read, so that many runs cost nothing.
int merge_width(const CheckpointDb::Settings& settings) { return settings.forgets ? 8 : 32; }

rocksdb::Options options_of(const CheckpointDb::Settings& settings) {
  const int width = merge_width(settings);
  rocksdb::Options options;
  options.create_if_missing = !settings.read_only;
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.compaction_options_universal.min_merge_width = static_cast<unsigned>(width);
  options.compaction_options_universal.size_ratio = 100;
  options.compaction_options_universal.max_size_amplification_percent = 400;
  options.level0_file_num_compaction_trigger = width;
  options.level0_slowdown_writes_trigger = 8 * width;
  options.level0_stop_writes_trigger = 16 * width;
  options.compression = rocksdb::kNoCompression;
  options.max_background_jobs = 2;
  options.max_open_files = -1;
  options.allow_mmap_reads = false;
  // The system's cache is for the log and for the state that is asked for.
  const bool direct = !settings.read_only && takes_direct_writes(settings.folder);
  options.use_direct_io_for_flush_and_compaction = direct;
  options.use_direct_reads = direct && !settings.forgets;
  // No file LOG: a full disk could not take it, and Debian's build ends the process over that.
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  options.write_buffer_size = 1 << 20;
  options.compaction_readahead_size = 1 << 20;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(settings.forgets)));
  return options;
}

StoreFailure::Kind kind_of(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return StoreFailure::Kind::kNoSpace;
  if (status.IsCorruption()) return StoreFailure::Kind::kDamaged;
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
    return StoreFailure::Kind::kInUse;
  }
  return StoreFailure::Kind::kOther;
}

// A stop may leave a draft's name on a file that has joined the database: writing to a draft of
// that name would write into the database.
void remove_drafts(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> drafts;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == kDraftEnd) drafts.push_back(entry.path());
  }
  for (const auto& draft : drafts) std::filesystem::remove(draft, ignored);
}

}  // namespace

// Lets values leave whose day is over: no read looks at them any more.
class CheckpointDb::ForgetFilter : public rocksdb::CompactionFilter {
 public:
  const char* Name() const override { return "nemo.forget"; }
  bool Filter(int, const rocksdb::Slice& key, const rocksdb::Slice& value, std::string*,
              bool*) const override {
    if (key.size() < 3 || value.size() < 4) return false;
    if (!may_be_forgotten(view(key).substr(2))) return false;
    const auto byte = [&value](std::size_t i) {
      return static_cast<std::int64_t>(static_cast<std::uint8_t>(value[i]));
    };
    const std::int64_t day = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    const auto partition = static_cast<std::uint8_t>(key[1]);
    return day != 0 && partition < kPartitionCount &&
           day < first_day[partition].load(std::memory_order_relaxed);
  }

  std::array<std::atomic<std::int64_t>, kPartitionCount> first_day{};
};

CheckpointDb::CheckpointDb(Settings settings) : settings_(std::move(settings)) {
  if (!settings_.read_only) make_folder(settings_.folder);
  rocksdb::Options options = options_of(settings_);
  if (settings_.forgets) {
    filter_ = std::make_unique<ForgetFilter>();
    options.compaction_filter = filter_.get();
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      settings_.read_only ? rocksdb::DB::OpenForReadOnly(options, settings_.folder.string(), &db)
                          : rocksdb::DB::Open(options, settings_.folder.string(), &db);
  db_.reset(db);
  if (!status.ok()) fail("cannot be opened", &status);
  if (!settings_.read_only) remove_drafts(settings_.folder);
}

CheckpointDb::~CheckpointDb() = default;

void CheckpointDb::fail(const std::string& what, const void* status) const {
  const auto& why = *static_cast<const rocksdb::Status*>(status);
  const char* fix = why.IsNoSpace() ? "free some space and start again; nothing is lost"
                                    : "it is rebuilt from the log once its folder is removed";
  throw StoreFailure{kind_of(why),
                     settings_.folder.string() + ": " + what + ": " + why.ToString() + "; " + fix};
}

void CheckpointDb::write(StateChanges& changes) {
  if (changes.empty()) return;
  changes.sort();
  const std::string name = "checkpoint-" + std::to_string(next_file_++) + std::string(kDraftEnd);
  const std::string file = (settings_.folder / name).string();
  const rocksdb::Options options = db_->GetOptions();
  rocksdb::EnvOptions file_options(options);
  file_options.use_direct_writes = options.use_direct_io_for_flush_and_compaction;
  rocksdb::SstFileWriter writer(file_options, options);
  rocksdb::Status status = writer.Open(file);
  changes.each([&](const StateChanges::Change& change) {
    if (!status.ok()) return;
    status = change.erased ? writer.Delete(slice(changes.key(change)))
                           : writer.Put(slice(changes.key(change)), slice(changes.value(change)));
  });
  if (status.ok()) status = writer.Finish();
  if (status.ok()) {
    rocksdb::IngestExternalFileOptions ingest;
    ingest.move_files = true;
    ingest.snapshot_consistency = false;
    ingest.allow_blocking_flush = false;
    ingest.write_global_seqno = false;
    status = db_->IngestExternalFile({file}, ingest);
  }
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  if (!status.ok()) fail("a checkpoint cannot be written", &status);
}

std::optional<std::string> CheckpointDb::get(std::string_view stored_key) {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), slice(stored_key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) fail("cannot be read", &status);
  return value;
}

std::vector<std::optional<std::string>> CheckpointDb::multi_get(
    PartitionId partition, const std::vector<std::string>& keys) {
  std::vector<std::string> stored(keys.size());
  std::vector<rocksdb::Slice> slices(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    write_stored_key(partition, keys[i], stored[i]);
    slices[i] = stored[i];
  }
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  // What is asked for often stays in memory as an object: its block would come back to no one.
  rocksdb::ReadOptions read;
  read.fill_cache = false;
  db_->MultiGet(read, db_->DefaultColumnFamily(), keys.size(), slices.data(), values.data(),
                statuses.data());
  std::vector<std::optional<std::string>> found(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok()) found[i] = values[i].ToString();
    if (!statuses[i].ok() && !statuses[i].IsNotFound()) fail("cannot be read", &statuses[i]);
  }
  return found;
}

void CheckpointDb::scan(std::string_view from, std::string_view until,
                        const std::function<bool(std::string_view, std::string_view)>& visit) {
  rocksdb::ReadOptions read;
  read.readahead_size = 2 << 20;
  read.fill_cache = false;
  const rocksdb::Slice upper = slice(until);
  read.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> place(db_->NewIterator(read));
  for (place->Seek(slice(from)); place->Valid(); place->Next()) {
    if (!visit(view(place->key()), view(place->value()))) return;
  }
  const rocksdb::Status status = place->status();
  if (!status.ok()) fail("cannot be read", &status);
}

void CheckpointDb::forget_before(PartitionId partition, std::int64_t day) {
  NEMO_ASSERT(filter_ != nullptr && partition < kPartitionCount);
  filter_->first_day[partition].store(day, std::memory_order_relaxed);
}

void CheckpointDb::check_files() {
  const rocksdb::Status status = db_->VerifyChecksum();
  if (!status.ok()) fail("is damaged", &status);
}

void RocksStateStore::scan(PartitionId partition, std::string_view from, std::string_view until,
                           const std::function<bool(std::string_view, std::string_view)>& visit) {
  std::string first;
  std::string last;
  write_stored_key(partition, from, first);
  write_stored_key(partition, until, last);
  db_.scan(first, last, [&visit](std::string_view key, std::string_view value) {
    return visit(key.substr(2), value);
  });
}

std::string outcome_key(Offset offset) {
  std::string key;
  append_big_endian(key, static_cast<std::uint64_t>(offset));
  return key;
}

std::optional<std::string> RocksOutcomeStore::read(LogPosition position) {
  std::string key;
  write_stored_key(position.partition, outcome_key(position.offset), key);
  return db_.get(key);
}

void RocksOutcomeStore::scan(LogPosition from,
                             const std::function<bool(Offset, std::string_view)>& visit) {
  std::string first;
  std::string last;
  write_stored_key(from.partition, outcome_key(from.offset), first);
  write_stored_key(static_cast<PartitionId>(from.partition + 1), {}, last);
  db_.scan(first, last, [&visit](std::string_view key, std::string_view value) {
    return visit(static_cast<Offset>(read_big_endian(key.substr(2))), value);
  });
}

}  // namespace nemo
