#include "adapters/embedded_log/opening.h"

#include <algorithm>

#include "adapters/embedded_log/clean_marker.h"
#include "adapters/embedded_log/failures.h"
#include "adapters/embedded_log/files.h"
#include "adapters/embedded_log/store_cursor.h"
#include "adapters/embedded_log/store_options.h"
#include "adapters/embedded_log/table_check.h"
#include "adapters/embedded_log/wal_check.h"

namespace nemo::embedded_log {
namespace {

class Opening {
 public:
  Opening(const std::filesystem::path& directory, Access access)
      : directory_(directory), access_(access) {}

  OpenStore run() {
    if (!exists()) {
      create();
    } else {
      check_files();
      open_db();
      check_format();
    }
    find_tails();
    check_ends();
    if (access_ != Access::kReadOnly) remove_clean_marker(directory_);
    return std::move(store_);
  }

 private:
  // A store has a file CURRENT. One that lost it must not be taken for a new one: RocksDB would
  // remove its files.
  bool exists() {
    if (std::filesystem::exists(creating())) return is_to_be_created();
    if (std::filesystem::exists(directory_ / "CURRENT")) return true;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      const std::string extension = entry.path().extension();
      if (extension != ".sst" && extension != ".log" && entry.path().filename() != "CLEAN")
        continue;
      throw damaged(directory_, "its file CURRENT is missing");
    }
    return is_to_be_created();
  }

  // There while a creation is under way: whatever lies beside it, nothing was ever appended.
  std::filesystem::path creating() const { return directory_ / "CREATING"; }

  bool is_to_be_created() const {
    if (access_ == Access::kCreate) return false;
    throw LogFailure(
        LogFailure::Kind::kMissing,
        "log " + directory_.string() + ": there is none; give the directory of an existing ledger");
  }

  // Only what an earlier creation left is removed.
  void create() {
    if (std::filesystem::exists(creating())) {
      for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
        if (entry.path() != creating()) std::filesystem::remove(entry.path());
      }
    }
    write_file(creating(), "");
    rocksdb::Options options = writer_options();
    options.create_if_missing = true;
    open_writer(options);
    found();
    remove_file(creating());
  }

  // The format and an empty head, in a table file: a log that lost them is told from a new one.
  void found() {
    std::string head;
    encode_head(Ends{}, head);
    rocksdb::WriteBatch batch;
    check(batch.Put(slice(kHeadKey), head));
    check(batch.Put(slice(kFormatKey), slice(kFormat)));
    rocksdb::WriteOptions synced;
    synced.sync = true;
    check(store_.db->Write(synced, &batch));
    check(store_.db->Flush({}));
  }

  void check_files() {
    clean_ends_ = get_clean_marker(directory_);
    torn_manifest_ = check_manifest(directory_);
    drop(torn_manifest_);
    drop(check_wals(directory_));
  }

  void drop(const std::optional<TornTail>& torn) {
    if (!torn) return;
    if (!store_.repaired.empty()) store_.repaired += "; ";
    store_.repaired += torn->report;
    if (access_ != Access::kReadOnly) truncate_file(torn->file, torn->good_bytes);
  }

  void open_db() {
    if (access_ != Access::kReadOnly) return open_writer(writer_options());
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(reader_options(), directory_, &db);
    if (status.IsCorruption() && torn_manifest_) refuse_to_read();
    check_opened(status);
    store_.db.reset(db);
  }

  // No damage, but more than reading can pass over.
  [[noreturn]] void refuse_to_read() const {
    throw LogFailure(LogFailure::Kind::kUnusable,
                     "log " + directory_.string() + ": " + torn_manifest_->report +
                         ", once it is opened to write; do so first, with `apply` and no records");
  }

  void open_writer(const rocksdb::Options& options) {
    rocksdb::DB* db = nullptr;
    check_opened(rocksdb::DB::Open(options, directory_, &db));
    store_.db.reset(db);
  }

  void check_format() {
    std::string format;
    const rocksdb::Status status = store_.db->Get({}, slice(kFormatKey), &format);
    if (status.IsNotFound()) return finish_creation();
    check(status);
    if (format == kFormat) return;
    throw LogFailure(LogFailure::Kind::kOtherVersion,
                     "log " + directory_.string() + ": its format is " + format +
                         ", this program " + "reads " + std::string(kFormat) +
                         "; use the program that wrote it, or " +
                         "export the log with that one and import it with this one");
  }

  // Without a format nothing was ever appended.
  void finish_creation() {
    std::unique_ptr<rocksdb::Iterator> any(store_.db->NewIterator({}));
    any->SeekToFirst();
    check(any->status());
    std::vector<rocksdb::LiveFileMetaData> tables;
    store_.db->GetLiveFilesMetaData(&tables);
    if (any->Valid() || !tables.empty()) throw damaged(directory_, "its format key is missing");
    if (access_ != Access::kReadOnly) found();
  }

  void find_tails() {
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) find_tail(partition);
  }

  void find_tail(PartitionId partition) {
    const auto bound = record_key({partition, std::numeric_limits<Offset>::max()});
    std::unique_ptr<rocksdb::Iterator> last(store_.db->NewIterator({}));
    last->SeekForPrev({bound.data(), bound.size()});
    if (!last->status().ok()) find_damage(partition, last->status());
    const auto position =
        last->Valid() ? parse_record_key(last->key().ToStringView()) : std::nullopt;
    if (!position || position->partition != partition) return;
    const auto record = decode_record(*position, last->value().ToStringView());
    if (!record) throw damaged(directory_, *position, "the record's checksum is wrong");
    store_.tails[partition] = {position->offset + 1, record->live};
    if (record->live) store_.last_live = std::max(store_.last_live, record->time);
  }

  // Walks to the first record that cannot be read.
  [[noreturn]] void find_damage(PartitionId partition, const rocksdb::Status& status) {
    StoreCursor cursor({*store_.db, directory_, walk_options()}, {partition, 0},
                       std::numeric_limits<Offset>::max());
    LogRecord record;
    while (cursor.next(record)) {
    }
    throw store_failure(directory_, status);
  }

  void check_ends() {
    std::string value;
    const rocksdb::Status status = store_.db->Get({}, slice(kHeadKey), &value);
    if (status.IsNotFound() && ends_of(store_.tails) == Ends{} && !clean_ends_) return;
    if (status.IsNotFound()) throw damaged(directory_, "the record of its ends is missing");
    check(status);
    const std::optional<Ends> head = decode_head(value);
    if (!head) throw damaged(directory_, "the record of its ends is damaged");
    compare_ends(*head);
    if (clean_ends_) compare_ends(*clean_ends_);
  }

  void compare_ends(const Ends& written) {
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const Offset found = store_.tails[partition].end;
      if (found == written[partition]) continue;
      throw damaged(directory_, {partition, std::min(found, written[partition])},
                    found < written[partition]
                        ? "the record is missing: the partition was acknowledged up to offset " +
                              std::to_string(written[partition] - 1)
                        : "a record that was never acknowledged follows the last one");
    }
  }

  // A file that is not there, or says what cannot be, is damage too.
  void check_opened(const rocksdb::Status& status) const {
    const bool lost = status.IsPathNotFound() || status.IsInvalidArgument() ||
                      status.ToString().find("No such file") != std::string::npos;
    if (lost) throw damaged(directory_, status.ToString());
    const auto table = status.IsCorruption() ? damaged_table(directory_) : std::nullopt;
    if (table) throw damaged(directory_, *table);
    check(status);
  }

  void check(const rocksdb::Status& status) const {
    if (!status.ok()) throw store_failure(directory_, status);
  }

  static rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

  const std::filesystem::path& directory_;
  Access access_;
  OpenStore store_;
  std::optional<Ends> clean_ends_;
  std::optional<TornTail> torn_manifest_;
};

}  // namespace

OpenStore open_store(const std::filesystem::path& directory, Access access) {
  return Opening(directory, access).run();
}

}  // namespace nemo::embedded_log
