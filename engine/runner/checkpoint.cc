#include "engine/runner/checkpoint.h"

#include <algorithm>

#include "engine/runner/known_ids.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"

namespace nemo {
namespace {

constexpr std::int64_t kHorizonMs = 3'600'000;

[[noreturn]] void fail_damaged(PartitionId partition, std::string_view key) {
  throw StoreFailure{StoreFailure::Kind::kDamaged,
                     "state: a record of kind '" + std::string(key.substr(0, 1)) +
                         "' of partition " + std::to_string(partition) +
                         " is not readable; remove the state folder, it is rebuilt from the log"};
}

void put_forget_day(std::string& value, std::optional<TimeMs> forget) {
  const std::uint32_t day = forget ? static_cast<std::uint32_t>(day_of(*forget)) : 0;
  for (int shift = 24; shift >= 0; shift -= 8) value.push_back(static_cast<char>(day >> shift));
}

bool is_open_hold(const ReservationState& record) {
  return record.phase == ReservationPhase::kOpen;
}
template <class Record>
bool is_open_hold(const Record&) {
  return false;
}

// What has ended is seldom asked for again: it leaves first.
bool is_done_with(const ReservationState& record) { return !is_open_hold(record); }
bool is_done_with(const IdState&) { return true; }
template <class Record>
bool is_done_with(const Record&) {
  return false;
}

// An open hold lies under its own kind, so that a start finds it. An id that is used again lay
// under the other kind before.
struct Stored {
  bool was_there = false;
  bool was_open = false;
  bool is_open = false;
};
void put_object(PartitionId partition, std::string_view key, Stored stored, std::string_view value,
                StateChanges& changes) {
  if (!stored.was_open && !stored.is_open) return changes.put(partition, key, value);
  std::string hold_key(key);
  hold_key[0] = static_cast<char>(ObjectKind::kHold);
  const std::string_view now = stored.is_open ? std::string_view(hold_key) : key;
  const std::string_view before = stored.was_open ? std::string_view(hold_key) : key;
  if (stored.was_there && before != now) changes.erase(partition, before);
  changes.put(partition, now, value);
}

template <class Record>
void cut_table(PartitionState& state, ObjectTable<Record>& table, std::uint64_t number,
               StateChanges* changes, KnownIds* ids) {
  std::string value;
  table.each_dirty([&](Object<Record>* object) {
    const std::optional<TimeMs> forget = forget_at(object->record);
    value.clear();
    put_forget_day(value, forget);
    encode(object->record, value);
    const Digest hash = hash_record(object->key, std::string_view(value).substr(kForgetBytes));
    if (object->stored_hash != 0) {
      state.digest.subtract(object->stored_forget, object->stored_hash);
    }
    state.digest.add(forget, hash);
    const bool is_open = is_open_hold(object->record);
    if (changes != nullptr) {
      const Stored stored{object->stored_hash != 0, object->stored_open, is_open};
      put_object(state.partition, object->key, stored, value, *changes);
    }
    if (ids != nullptr && !is_open && is_of_call(object->key)) {
      ids->add(object->key, forget);
    }
    object->stored_hash = hash;
    object->stored_forget = forget;
    object->stored_open = is_open;
    object->checkpoint = number;
    object->used = object->used && !is_done_with(object->record);
  });
  table.clear_dirty();
}

std::string lot_end_key(DueKey due) {
  std::string key(1, static_cast<char>(ObjectKind::kLotEnd));
  append_big_endian(key, static_cast<std::uint64_t>(due.due.value));
  append_big_endian(key, static_cast<std::uint64_t>(due.created));
  return key;
}

std::string book_key(Offset offset) {
  std::string key(1, static_cast<char>(ObjectKind::kBook));
  append_big_endian(key, static_cast<std::uint64_t>(offset));
  return key;
}

void cut_books(PartitionState& state, StateChanges* changes) {
  for (; state.books_stored < state.books.size(); ++state.books_stored) {
    const BookState& book = state.books[state.books_stored];
    std::string value;
    encode(book, value);
    const std::string key = book_key(book.offset);
    state.digest.add(std::nullopt, hash_record(key, value));
    if (changes != nullptr) changes->put(state.partition, key, value);
  }
}

void cut_lot_ends(PartitionState& state, StateChanges& changes) {
  state.lots.take_changes(
      [&](DueKey due, std::string_view org_id) {
        changes.put(state.partition, lot_end_key(due), org_id);
      },
      [&](DueKey due) { changes.erase(state.partition, lot_end_key(due)); });
}

std::string key_of_kind(ObjectKind kind) { return {static_cast<char>(kind)}; }
std::string key_after_kind(ObjectKind kind) {
  return {static_cast<char>(static_cast<char>(kind) + 1)};
}

template <class Record>
Object<Record>* load_object(PartitionState& state, ObjectTable<Record>& table, std::string_view key,
                            std::string_view value) {
  if (table.find(key) != nullptr) return nullptr;
  if (value.size() < kForgetBytes) fail_damaged(state.partition, key);
  const std::string_view bytes = value.substr(kForgetBytes);
  Record record;
  if (!decode(bytes, record)) fail_damaged(state.partition, key);
  const std::optional<TimeMs> forget = forget_at(record);
  if (forget && day_of(*forget) < state.digest.first_day()) return nullptr;
  Object<Record>& object = table.create(key);
  object.record = std::move(record);
  object.stored_hash = hash_record(key, bytes);
  object.stored_forget = forget;
  object.stored_open = is_open_hold(object.record);
  table.offer_to_leave(object);
  return &object;
}

void load_by_kind(PartitionState& state, std::string_view key, std::string_view value) {
  switch (static_cast<ObjectKind>(key[0])) {
    case ObjectKind::kOrg:
      load_object(state, state.orgs, key, value);
      return;
    case ObjectKind::kDirectory:
      load_object(state, state.directories, key, value);
      return;
    case ObjectKind::kStripe:
      load_object(state, state.stripe, key, value);
      return;
    case ObjectKind::kReservation:
      load_object(state, state.reservations, key, value);
      return;
    case ObjectKind::kId:
    case ObjectKind::kCallId:
      load_object(state, state.ids, key, value);
      return;
    default:
      fail_damaged(state.partition, key);
  }
}

void load_holds(PartitionState& state, StateStore& store) {
  store.scan(state.partition, key_of_kind(ObjectKind::kHold), key_after_kind(ObjectKind::kHold),
             [&state](std::string_view key, std::string_view value) {
               std::string object_key(key);
               object_key[0] = static_cast<char>(ObjectKind::kReservation);
               auto* hold = load_object(state, state.reservations, object_key, value);
               if (hold == nullptr || !is_open_hold(hold->record)) {
                 fail_damaged(state.partition, key);
               }
               state.holds.add(*hold);
               return true;
             });
}

void load_books(PartitionState& state, StateStore& store) {
  store.scan(state.partition, key_of_kind(ObjectKind::kBook), key_after_kind(ObjectKind::kBook),
             [&state](std::string_view key, std::string_view value) {
               BookState book;
               if (!decode(value, book)) fail_damaged(state.partition, key);
               state.books.push_back(std::move(book));
               return true;
             });
  state.books_stored = state.books.size();
}

}  // namespace

void cut_checkpoint(PartitionState& state, std::uint64_t number, StateChanges* changes,
                    KnownIds* ids) {
  cut_table(state, state.orgs, number, changes, nullptr);
  cut_table(state, state.directories, number, changes, nullptr);
  cut_table(state, state.reservations, number, changes, ids);
  cut_table(state, state.ids, number, changes, ids);
  cut_table(state, state.stripe, number, changes, nullptr);
  cut_books(state, changes);
  if (changes == nullptr) return;
  cut_lot_ends(state, *changes);
  std::string value;
  encode(state.globals, value);
  changes->put(state.partition, key_of_kind(ObjectKind::kPartition), value);
  value.clear();
  encode(state.digest, value);
  changes->put(state.partition, key_of_kind(ObjectKind::kDigest), value);
}

std::int64_t forget_day_of_stored(std::string_view value) {
  std::int64_t day = 0;
  for (const char byte : value.substr(0, kForgetBytes)) {
    day = day << 8 | static_cast<std::uint8_t>(byte);
  }
  return day;
}

Digest state_digest(const PartitionState& state) {
  std::string value;
  encode(state.globals, value);
  return state.digest.sum() + hash_record(key_of_kind(ObjectKind::kPartition), value);
}

void load_partition(PartitionState& state, StateStore& store) {
  state.lots.set_horizon(TimeMs{INT64_MIN});
  const auto values = store.read(
      state.partition, {key_of_kind(ObjectKind::kPartition), key_of_kind(ObjectKind::kDigest)});
  if (!values[0]) return;
  if (!decode(*values[0], state.globals)) fail_damaged(state.partition, "Z");
  if (!values[1] || !decode(*values[1], state.digest)) fail_damaged(state.partition, "Y");
  load_books(state, store);
  load_holds(state, store);
}

void load_objects(PartitionState& state, StateStore& store, std::vector<std::string> keys) {
  if (keys.empty()) return;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  const std::vector<std::optional<std::string>> values = store.read(state.partition, keys);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (values[i]) load_by_kind(state, keys[i], *values[i]);
  }
}

void load_lot_ends(PartitionState& state, StateStore& store, TimeMs time) {
  if (time < state.lots.horizon()) return;
  const TimeMs horizon{time.value + kHorizonMs};
  const DueKey first{{std::max<std::int64_t>(state.lots.horizon().value, 0)}, 0};
  store.scan(state.partition, lot_end_key(first), lot_end_key({horizon, 0}),
             [&state](std::string_view key, std::string_view value) {
               const DueKey due{{static_cast<std::int64_t>(read_big_endian(key.substr(1)))},
                                static_cast<Offset>(read_big_endian(key.substr(9)))};
               state.lots.load(due, value);
               return true;
             });
  state.lots.set_horizon(horizon);
}

}  // namespace nemo
