#include "tests/sim/stores.h"

#include <algorithm>
#include <sstream>

#include "engine/runner/checkpoint.h"
#include "engine/state/digest.h"
#include "engine/state/object_key.h"
#include "tests/sim/little_endian.h"

namespace nemo::sim {
namespace {

constexpr std::size_t kHeadSize = 16;
constexpr std::uint32_t kErased = 0xffffffff;
constexpr std::size_t kPiece = 4'096;  // bytes of one write

std::uint64_t checksum(std::string_view place, std::string_view bytes) {
  return static_cast<std::uint64_t>(hash_record(place, bytes));
}

std::string place_text(std::uint64_t file, std::size_t at) {
  return std::to_string(file) + "/" + std::to_string(at);
}

// Runs `work`; what the disk says no to becomes a StoreFailure.
template <class Work>
void with_failures(Work&& work) {
  try {
    work();
  } catch (const DiskFailure& failure) {
    throw StoreFailure{failure.kind == DiskFailure::Kind::kFull ? StoreFailure::Kind::kNoSpace
                                                                : StoreFailure::Kind::kOther,
                       failure.what};
  }
}

std::string encode_entry(std::uint64_t file, std::size_t at, std::string_view key,
                         const std::optional<std::string_view>& value) {
  std::string rest;
  append_number(rest, static_cast<std::uint32_t>(key.size()));
  append_number(rest, value ? static_cast<std::uint32_t>(value->size()) : kErased);
  rest.append(key);
  if (value) rest.append(*value);
  std::string bytes;
  append_number(bytes, checksum(place_text(file, at), rest));
  return bytes + rest;
}

}  // namespace

Table::Table(Disk& disk, std::string prefix, bool forgets)
    : disk_(disk), prefix_(std::move(prefix)), forgets_(forgets) {
  read_list();
  for (const std::uint64_t number : files_) read_checkpoint(number);
  for (const std::string& name : disk_.names(prefix_ + "/")) {
    const bool counts = std::any_of(files_.begin(), files_.end(),
                                    [&](std::uint64_t number) { return name == name_of(number); });
    if (!counts && name != prefix_ + "/list") disk_.remove(name);  // drafts of a crash
  }
}

void Table::read_list() {
  const std::string name = prefix_ + "/list";
  if (!disk_.has(name)) return;
  const std::string bytes = disk_.read_whole(name);
  if (bytes.size() < 8) fail_damaged(name);
  const std::string names = bytes.substr(8);
  if (number_at<std::uint64_t>(bytes, 0) != checksum(name, names)) fail_damaged(name);
  std::istringstream lines(names);
  for (std::string line; std::getline(lines, line);) files_.push_back(std::stoull(line));
}

void Table::read_checkpoint(std::uint64_t number) {
  const std::string name = name_of(number);
  if (!disk_.has(name)) fail_damaged(name);
  const std::string bytes = disk_.read_whole(name);
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes.size() - at < kHeadSize) fail_damaged(name);
    const auto key_size = number_at<std::uint32_t>(bytes, at + 8);
    const auto value_size = number_at<std::uint32_t>(bytes, at + 12);
    const std::size_t rest =
        8 + std::size_t{key_size} + (value_size == kErased ? 0 : std::size_t{value_size});
    if (bytes.size() - at - 8 < rest) fail_damaged(name);
    const std::string_view body = std::string_view(bytes).substr(at + 8, rest);
    if (number_at<std::uint64_t>(bytes, at) != checksum(place_text(number, at), body)) {
      fail_damaged(name);
    }
    const std::string key(body.substr(8, key_size));
    if (value_size == kErased) {
      places_.erase(key);
    } else {
      places_[key] = {number, at, 8 + rest};
    }
    at += 8 + rest;
  }
}

void Table::write(StateChanges& changes) {
  if (changes.empty()) return;
  changes.sort();
  const std::uint64_t number = files_.empty() ? 1 : files_.back() + 1;
  std::string bytes;
  std::vector<std::pair<std::string, std::optional<Place>>> joined;
  for (const StateChanges::Change& change : changes.changes()) {
    const std::string_view key = changes.key(change);
    std::optional<std::string_view> value;
    if (!change.erased) value = changes.value(change);
    const std::string entry = encode_entry(number, bytes.size(), key, value);
    joined.emplace_back(
        key, value ? std::optional(Place{number, bytes.size(), entry.size()}) : std::nullopt);
    bytes += entry;
  }
  with_failures([&] { write_checkpoint(name_of(number), bytes); });
  files_.push_back(number);
  try {
    with_failures([&] { write_list(); });
  } catch (const StoreFailure&) {
    files_.pop_back();
    throw;
  }
  for (auto& [key, place] : joined) {
    if (place) {
      places_[key] = *place;
    } else {
      places_.erase(key);
    }
  }
}

void Table::write_checkpoint(const std::string& name, const std::string& bytes) {
  if (disk_.has(name)) disk_.remove(name);  // of a write that failed
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    disk_.append(name, std::string_view(bytes).substr(at, kPiece));
  }
  disk_.sync(name);
}

void Table::write_list() {
  const std::string name = prefix_ + "/list";
  const std::string draft = name + ".tmp";
  std::string names;
  for (const std::uint64_t number : files_) names += std::to_string(number) + "\n";
  std::string bytes;
  append_number(bytes, checksum(name, names));
  if (disk_.has(draft)) disk_.remove(draft);
  disk_.append(draft, bytes + names);
  disk_.sync(draft);
  disk_.rename(draft, name);
}

std::optional<std::string> Table::value_at(const std::string& stored_key, const Place& place) {
  std::string bytes;
  while (bytes.size() < place.size) {
    const std::string more =
        disk_.read(name_of(place.file), place.at + bytes.size(), place.size - bytes.size());
    if (more.empty()) fail_damaged(name_of(place.file));
    bytes += more;
  }
  const std::string_view rest = std::string_view(bytes).substr(8);
  if (number_at<std::uint64_t>(bytes, 0) != checksum(place_text(place.file, place.at), rest)) {
    fail_damaged(name_of(place.file));
  }
  std::string value(rest.substr(8 + stored_key.size()));
  if (has_left(stored_key, value)) return std::nullopt;
  return value;
}

// What is forgotten may be gone already, or not yet.
bool Table::has_left(std::string_view stored_key, std::string_view value) const {
  if (!forgets_ || stored_key.size() < 3 || !may_be_forgotten(stored_key.substr(2))) return false;
  const std::int64_t day = forget_day_of_stored(value);
  const auto partition = static_cast<std::uint8_t>(stored_key[1]);
  return day != 0 && day < first_day_[partition] && checksum(stored_key, value) % 2 == 0;
}

std::optional<std::string> Table::get(const std::string& stored_key) {
  const auto place = places_.find(stored_key);
  if (place == places_.end()) return std::nullopt;
  return value_at(stored_key, place->second);
}

void Table::scan(const std::string& from, const std::string& until, const Visit& visit) {
  const auto end = places_.lower_bound(until);
  for (auto place = places_.lower_bound(from); place != end; ++place) {
    const auto value = value_at(place->first, place->second);
    if (value && !visit(place->first, *value)) return;
  }
}

void Table::forget_before(PartitionId partition, std::int64_t day) { first_day_[partition] = day; }

void Table::remove(Disk& disk, const std::string& prefix) {
  // The list first: without it no checkpoint counts.
  if (is_there(disk, prefix)) disk.remove(prefix + "/list");
  for (const std::string& name : disk.names(prefix + "/")) disk.remove(name);
}

bool Table::is_there(const Disk& disk, const std::string& prefix) {
  return disk.has(prefix + "/list");
}

std::string Table::name_of(std::uint64_t number) const {
  return prefix_ + "/" + std::to_string(number);
}

void Table::fail_damaged(const std::string& name) const {
  throw StoreFailure{StoreFailure::Kind::kDamaged, name + std::string(kWrongChecksum)};
}

std::vector<std::optional<std::string>> SimStateStore::read(PartitionId partition,
                                                            const std::vector<std::string>& keys) {
  std::vector<std::optional<std::string>> values;
  std::string stored;
  for (const std::string& key : keys) {
    write_stored_key(partition, key, stored);
    values.push_back(table_.get(stored));
  }
  return values;
}

void SimStateStore::scan(PartitionId partition, std::string_view from, std::string_view until,
                         const Table::Visit& visit) {
  std::string first;
  std::string last;
  write_stored_key(partition, from, first);
  write_stored_key(partition, until, last);
  table_.scan(first, last, [&visit](std::string_view key, std::string_view value) {
    return visit(key.substr(2), value);
  });
}

void SimOutcomeStore::write(StateChanges& lines) {
  for (const StateChanges::Change& change : lines.changes()) {
    const std::string_view key = lines.key(change);
    const auto partition = static_cast<PartitionId>(static_cast<std::uint8_t>(key[1]));
    watch_({partition, static_cast<Offset>(read_big_endian(key.substr(2)))}, lines.value(change));
  }
  table_.write(lines);
}

std::optional<std::string> SimOutcomeStore::read(LogPosition position) {
  std::string key;
  write_stored_key(position.partition, outcome_key(position.offset), key);
  return table_.get(key);
}

void SimOutcomeStore::scan(LogPosition from,
                           const std::function<bool(Offset, std::string_view)>& visit) {
  std::string first;
  std::string last;
  write_stored_key(from.partition, outcome_key(from.offset), first);
  write_stored_key(static_cast<PartitionId>(from.partition + 1), {}, last);
  table_.scan(first, last, [&visit](std::string_view key, std::string_view value) {
    return visit(static_cast<Offset>(read_big_endian(key.substr(2))), value);
  });
}

}  // namespace nemo::sim
