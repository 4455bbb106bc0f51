#include "adapters/webhooks/delivery_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <cstdarg>

namespace nemo::webhooks {
namespace {

constexpr std::size_t kMebibyte = 1 << 20;
constexpr std::size_t kKeyTail = 1 + 2 + 8 + 4;  // behind the organization's id

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Options options() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 4 * kMebibyte;
  options.max_total_wal_size = 8 * kMebibyte;
  options.compression = rocksdb::kNoCompression;
  // No file LOG: a full disk could not take it, and Debian's build ends the process over that.
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

void check(const rocksdb::Status& status, const char* deed) {
  if (status.ok()) return;
  throw Unavailable{std::string("the webhooks' deliveries cannot be ") + deed + ": " +
                    status.ToString()};
}

rocksdb::WriteOptions synced(bool is_synced) {
  rocksdb::WriteOptions write;
  write.sync = is_synced;
  return write;
}

void append(std::uint64_t number, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(number >> shift));
  }
}

std::uint64_t read_number(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

std::string prefix_of(const OrgId& org_id) { return "d" + org_id.value + '\0'; }

std::string key_of(const DeliveryKey& key) {
  std::string bytes = prefix_of(key.org_id);
  append(key.position.partition, 2, bytes);
  append(static_cast<std::uint64_t>(key.position.offset), 8, bytes);
  append(key.line, 4, bytes);
  return bytes;
}

std::optional<DeliveryKey> read_key(std::string_view bytes) {
  if (bytes.size() <= 1 + kKeyTail) return std::nullopt;
  const std::string_view tail = bytes.substr(bytes.size() - kKeyTail + 1);
  return DeliveryKey{OrgId(bytes.substr(1, bytes.size() - kKeyTail - 1)),
                     {static_cast<PartitionId>(read_number(tail.substr(0, 2))),
                      static_cast<Offset>(read_number(tail.substr(2, 8)))},
                     static_cast<std::uint32_t>(read_number(tail.substr(10, 4)))};
}

void put(const Cursors& cursors, rocksdb::WriteBatch& batch) {
  for (const auto& [partition, offset] : cursors) {
    std::string key = "c";
    append(partition, 2, key);
    std::string value;
    append(static_cast<std::uint64_t>(offset), 8, value);
    check(batch.Put(key, value), "written");
  }
}

}  // namespace

DeliveryStore::DeliveryStore(const std::filesystem::path& folder) {
  rocksdb::DB* db = nullptr;
  check(rocksdb::DB::Open(options(), folder, &db), "opened");
  db_.reset(db);
}

DeliveryStore::~DeliveryStore() = default;

Cursors DeliveryStore::cursors() {
  Cursors cursors;
  const std::unique_ptr<rocksdb::Iterator> place(db_->NewIterator({}));
  for (place->Seek("c"); place->Valid() && place->key().starts_with("c"); place->Next()) {
    const auto partition = read_number(place->key().ToStringView().substr(1));
    cursors[static_cast<PartitionId>(partition)] =
        static_cast<Offset>(read_number(place->value().ToStringView()));
  }
  check(place->status(), "read");
  return cursors;
}

void DeliveryStore::add(const std::vector<Delivery>& deliveries, const Cursors& cursors) {
  rocksdb::WriteBatch batch;
  for (const Delivery& delivery : deliveries) {
    check(batch.Put(key_of(delivery.key), encode(delivery)), "written");
  }
  put(cursors, batch);
  check(db_->Write(synced(true), &batch), "written");
}

void DeliveryStore::note(const Cursors& cursors) {
  rocksdb::WriteBatch batch;
  put(cursors, batch);
  check(db_->Write(synced(false), &batch), "written");
}

void DeliveryStore::note(const Delivery& delivery) {
  check(db_->Put(synced(false), key_of(delivery.key), encode(delivery)), "written");
}

void DeliveryStore::keep(const Delivery& delivery) {
  check(db_->Put(synced(true), key_of(delivery.key), encode(delivery)), "written");
}

void DeliveryStore::forget(const DeliveryKey& key) {
  check(db_->Delete(synced(false), key_of(key)), "written");
}

std::optional<Delivery> DeliveryStore::find(const DeliveryKey& key) {
  std::string value;
  const rocksdb::Status status = db_->Get({}, key_of(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  check(status, "read");
  auto delivery = decode(key, value);
  if (!delivery) throw Unavailable{"the webhook's delivery " + delivery_id(key) + " is unreadable"};
  return delivery;
}

void DeliveryStore::each_of(const OrgId& org_id, const DeliveryKey* after, const Visit& visit) {
  const std::string prefix = prefix_of(org_id);
  walk(after == nullptr ? prefix : key_of(*after) + '\0', prefix, visit);
}

std::size_t DeliveryStore::each(const Visit& visit) { return walk("d", "d", visit); }

std::size_t DeliveryStore::walk(const std::string& from, const std::string& prefix,
                                const Visit& visit) {
  std::size_t unreadable = 0;
  const std::unique_ptr<rocksdb::Iterator> place(db_->NewIterator({}));
  for (place->Seek(from); place->Valid() && place->key().starts_with(prefix); place->Next()) {
    auto key = read_key(place->key().ToStringView());
    auto delivery = key ? decode(std::move(*key), place->value().ToStringView()) : std::nullopt;
    if (!delivery) {
      ++unreadable;
    } else if (!visit(std::move(*delivery))) {
      return unreadable;
    }
  }
  check(place->status(), "read");
  return unreadable;
}

}  // namespace nemo::webhooks
