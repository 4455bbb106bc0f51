#include "engine/state/state_changes.h"

#include <algorithm>
#include <map>

namespace nemo {
namespace {

constexpr std::size_t kHeadBytes = 3;  // partition and kind

// The first bytes as a number that sorts as they do; a shorter text is filled with zeros.
std::uint64_t leading_word(std::string_view text) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    word = word << 8 | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0);
  }
  return word;
}

std::size_t shared_size(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  const auto differs =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(most), b.begin());
  return static_cast<std::size_t>(differs.first - a.begin());
}

}  // namespace

void write_stored_key(PartitionId partition, std::string_view key, std::string& stored) {
  stored.clear();
  stored.push_back(static_cast<char>(partition >> 8));
  stored.push_back(static_cast<char>(partition & 0xff));
  stored.append(key);
}

void StateChanges::add(PartitionId partition, std::string_view key, bool erased) {
  Change change;
  change.place = bytes_.size();
  change.key_size = static_cast<std::uint32_t>(key.size() + 2);
  change.erased = erased;
  bytes_.push_back(static_cast<char>(partition >> 8));
  bytes_.push_back(static_cast<char>(partition & 0xff));
  bytes_.append(key);
  changes_.push_back(change);
}

// Comparing whole keys would wait for memory at every step: each change carries the bytes that
// most likely tell it from others, those after what all keys of its partition and kind share.
void StateChanges::sort() {
  const auto before = [this](const Change& a, const Change& b) {
    if (a.head != b.head) return a.head < b.head;
    if (a.word != b.word) return a.word < b.word;
    return key(a) < key(b);
  };
  const auto written_before = [this](const Change& a, const Change& b) { return key(a) < key(b); };
  if (std::is_sorted(changes_.begin(), changes_.end(), written_before)) return;
  std::map<std::uint32_t, std::string_view> shared;
  for (Change& change : changes_) {
    const std::string_view whole = key(change);
    change.head = static_cast<std::uint32_t>(leading_word(whole.substr(0, kHeadBytes)) >> 40);
    const std::string_view rest = whole.substr(std::min(kHeadBytes, whole.size()));
    const auto [place, fresh] = shared.emplace(change.head, rest);
    if (!fresh) place->second = rest.substr(0, shared_size(place->second, rest));
  }
  for (Change& change : changes_) {
    const std::size_t skipped = kHeadBytes + shared.at(change.head).size();
    change.word = leading_word(key(change).substr(std::min<std::size_t>(skipped, change.key_size)));
  }
  std::sort(changes_.begin(), changes_.end(), before);
}

void StateChanges::fetch_ahead(const Change& change) const {
  const std::size_t end = change.place + change.key_size + change.value_size;
  for (std::size_t place = change.place; place < end; place += 64) {
    __builtin_prefetch(bytes_.data() + place);
  }
}

void StateChanges::clear() {
  bytes_.clear();
  changes_.clear();
}

}  // namespace nemo
