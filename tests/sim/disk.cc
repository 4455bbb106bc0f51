#include "tests/sim/disk.h"

#include <algorithm>
#include <utility>

#include "events/values/assert.h"

namespace nemo::sim {
namespace {

// Slow operations of one turn overlap.
constexpr std::int64_t kDelayMsMax = 5'000;

}  // namespace

void Disk::operate() {
  if (faults_.strikes(Fault::kSlowDisk)) delay_ms_ += chance_.between(1, 1'000);
  if (faults_.strikes(Fault::kCrash)) throw Died{};
}

void Disk::refuse(DiskFailure::Kind kind, std::string what) {
  last_failure_ = what;
  throw DiskFailure{kind, std::move(what)};
}

void Disk::append(const std::string& name, std::string_view bytes) {
  File& file = files_[name];
  if (faults_.strikes(Fault::kCrash)) {
    file.bytes.append(bytes.substr(0, chance_.below(bytes.size() + 1)));
    throw Died{};
  }
  if (is_full_ || faults_.strikes(Fault::kDiskFull)) {
    is_full_ = true;
    file.bytes.append(bytes.substr(0, chance_.below(bytes.size() + 1)));
    refuse(DiskFailure::Kind::kFull, name + ": no space is left");
  }
  if (faults_.strikes(Fault::kMisdirectedWrite)) return misdirect(file, bytes);
  file.bytes.append(bytes);
  operate();
}

// The bytes land on others, and where they belong there is nothing.
void Disk::misdirect(File& file, std::string_view bytes) {
  const std::string* at_name = nullptr;
  for (const auto& [name, candidate] : files_) {
    if (&candidate == &file) at_name = &name;
  }
  damages_.push_back({*at_name, file.bytes.size(), std::string(bytes)});
  file.bytes.append(bytes.size(), '\0');
  auto victim = files_.begin();
  std::advance(victim, static_cast<std::ptrdiff_t>(chance_.below(files_.size())));
  if (victim->second.bytes.empty()) return;
  overwrite(victim->first, chance_.below(victim->second.bytes.size()), bytes);
}

void Disk::overwrite(const std::string& name, std::size_t at, std::string_view bytes) {
  std::string& content = files_.at(name).bytes;
  const std::size_t size = std::min(bytes.size(), content.size() - at);
  damages_.push_back({name, at, content.substr(at, size)});
  content.replace(at, size, bytes.substr(0, size));
}

void Disk::sync(const std::string& name) {
  File& file = files_.at(name);
  operate();
  if (faults_.strikes(Fault::kSyncError)) {
    lose_unsynced(name);
    refuse(DiskFailure::Kind::kSync, name + ": input/output error");
  }
  file.synced = file.bytes.size();
}

void Disk::rename(const std::string& from, const std::string& to) {
  operate();
  files_[to] = std::move(files_.at(from));
  files_.erase(from);
  std::erase_if(damages_, [&](const Damage& damage) { return damage.name == to; });
  for (Damage& damage : damages_) {
    if (damage.name == from) damage.name = to;
  }
}

void Disk::truncate(const std::string& name, std::size_t size) {
  operate();
  File& file = files_.at(name);
  NEMO_ASSERT(size <= file.bytes.size());
  file.bytes.resize(size);
  file.synced = std::min(file.synced, size);
  forget_damages(name, size);
}

void Disk::remove(const std::string& name) {
  operate();
  files_.erase(name);
  forget_damages(name, 0);
}

std::string Disk::read(const std::string& name, std::size_t at, std::size_t size) {
  // There are many reads for a write.
  if (chance_.strikes(200)) operate();
  const std::string& bytes = files_.at(name).bytes;
  if (at >= bytes.size()) return {};
  std::size_t given = std::min(size, bytes.size() - at);
  if (given > 1 && faults_.strikes(Fault::kShortRead)) given = 1 + chance_.below(given - 1);
  return bytes.substr(at, given);
}

std::string Disk::read_whole(const std::string& name) {
  std::string bytes;
  const std::size_t whole = size(name);
  while (bytes.size() < whole) bytes += read(name, bytes.size(), whole - bytes.size());
  return bytes;
}

std::vector<std::string> Disk::names(std::string_view prefix) const {
  std::vector<std::string> found;
  for (const auto& [name, file] : files_) {
    if (name.starts_with(prefix)) found.push_back(name);
  }
  return found;
}

void Disk::crash() {
  for (const std::string& name : names("")) lose_unsynced(name);
}

void Disk::lose_unsynced(const std::string& name) {
  File& file = files_.at(name);
  const std::size_t unsynced = file.bytes.size() - file.synced;
  if (unsynced == 0) return;
  if (faults_.strikes(Fault::kLostWrite)) {
    file.bytes.resize(file.synced);
  } else if (faults_.strikes(Fault::kTornWrite)) {
    file.bytes.resize(file.synced + chance_.below(unsynced));
  }
  file.synced = file.bytes.size();
  forget_damages(name, file.bytes.size());
}

// Bytes that are cut off need no healing.
void Disk::forget_damages(const std::string& name, std::size_t beyond) {
  for (Damage& damage : damages_) {
    if (damage.name != name) continue;
    const std::size_t kept = damage.at < beyond ? beyond - damage.at : 0;
    damage.before.resize(std::min(damage.before.size(), kept));
  }
  std::erase_if(damages_, [](const Damage& damage) { return damage.before.empty(); });
}

bool Disk::is_damaged(std::string_view name) const {
  return std::any_of(damages_.begin(), damages_.end(),
                     [name](const Damage& damage) { return damage.name == name; });
}

void Disk::flip_a_bit() {
  if (files_.empty()) return;
  auto file = files_.begin();
  std::advance(file, static_cast<std::ptrdiff_t>(chance_.below(files_.size())));
  if (file->second.bytes.empty()) return;
  const std::size_t at = chance_.below(file->second.bytes.size());
  const char flipped = static_cast<char>(file->second.bytes[at] ^ (1 << chance_.below(8)));
  overwrite(file->first, at, std::string_view(&flipped, 1));
}

void Disk::heal() {
  for (auto damage = damages_.rbegin(); damage != damages_.rend(); ++damage) {
    const auto file = files_.find(damage->name);
    if (file == files_.end() || damage->at >= file->second.bytes.size()) continue;
    std::string& bytes = file->second.bytes;
    const std::size_t size = std::min(damage->before.size(), bytes.size() - damage->at);
    bytes.replace(damage->at, size, damage->before.substr(0, size));
  }
  damages_.clear();
  is_full_ = false;
  delay_ms_ = 0;
}

std::int64_t Disk::take_delay_ms() { return std::min(std::exchange(delay_ms_, 0), kDelayMsMax); }

}  // namespace nemo::sim
