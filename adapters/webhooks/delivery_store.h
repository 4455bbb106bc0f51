#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/webhooks/delivery.h"
#include "adapters/webhooks/target.h"

namespace rocksdb {
class DB;
}

namespace nemo::webhooks {

// How far each partition was looked through: the offset of the next record.
using Cursors = std::map<PartitionId, Offset>;

// The deliveries of a node and how far it has looked for alerts, in a small RocksDB of its own.
//   cursor    "c" partition (2 bytes)                                        -> offset (8)
//   delivery  "d" org_id, 0, partition (2), offset (8), line (4)             -> see delivery.h
//   numbers are big-endian: an organization's deliveries lie in the order of the log
// Thread rule: any thread. Throws Unavailable: the store cannot be read or written.
class DeliveryStore {
 public:
  explicit DeliveryStore(const std::filesystem::path& folder);
  ~DeliveryStore();

  Cursors cursors();
  // All of it or nothing, on the disk when it returns.
  void add(const std::vector<Delivery>& deliveries, const Cursors& cursors);
  // Survive the end of the process, and that of the machine a little later.
  void note(const Cursors& cursors);
  void note(const Delivery& delivery);
  // On the disk when it returns.
  void keep(const Delivery& delivery);
  void forget(const DeliveryKey& key);

  std::optional<Delivery> find(const DeliveryKey& key);
  // In the order of the log: those of one organization behind a key (null: from the first on), and
  // those of all; until `visit` gives false. What cannot be read is passed over and stays where it
  // is; each() says how many those are.
  using Visit = std::function<bool(Delivery)>;
  void each_of(const OrgId& org_id, const DeliveryKey* after, const Visit& visit);
  std::size_t each(const Visit& visit);

 private:
  std::size_t walk(const std::string& from, const std::string& prefix, const Visit& visit);

  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace nemo::webhooks
