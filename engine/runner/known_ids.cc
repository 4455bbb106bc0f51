#include "engine/runner/known_ids.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "engine/state/object_table.h"

namespace nemo {
namespace {

constexpr std::size_t kBitsAnId = 16;
constexpr std::size_t kSmallest = 1 << 14;

// Four bits of one word: one look at memory an id.
std::uint64_t bits_of(std::uint64_t hash) {
  return std::uint64_t{1} << (hash & 63) | std::uint64_t{1} << (hash >> 6 & 63) |
         std::uint64_t{1} << (hash >> 12 & 63) | std::uint64_t{1} << (hash >> 18 & 63);
}
std::size_t place_of(std::uint64_t hash, std::size_t words) {
  return static_cast<std::size_t>((hash >> 24) % words);
}

// Generations that are full stop growing; ids that are never forgotten keep theirs for ever.
constexpr std::int64_t kNeverForgotten = INT64_MAX;

}  // namespace

void IdFilter::add(std::uint64_t key_hash, std::int64_t forget_day) {
  if (generations_.empty() || generations_.back().size == generations_.back().capacity) {
    Generation& fresh = generations_.emplace_back();
    fresh.capacity = std::max(kSmallest, size_ / 2);
    fresh.words.resize(fresh.capacity * kBitsAnId / 64);
  }
  Generation& generation = generations_.back();
  generation.words[place_of(key_hash, generation.words.size())] |= bits_of(key_hash);
  generation.last_forget_day = std::max(generation.last_forget_day, forget_day);
  ++generation.size;
  ++size_;
}

bool IdFilter::may_hold(std::uint64_t key_hash) const {
  const std::uint64_t bits = bits_of(key_hash);
  return std::any_of(generations_.begin(), generations_.end(), [&](const Generation& generation) {
    return (generation.words[place_of(key_hash, generation.words.size())] & bits) == bits;
  });
}

void IdFilter::drop_before(std::int64_t day) {
  std::erase_if(generations_, [this, day](const Generation& generation) {
    if (generation.last_forget_day >= day) return false;
    size_ -= generation.size;
    return true;
  });
}

void IdFilter::merge(IdFilter&& other) {
  generations_.insert(generations_.begin(), std::make_move_iterator(other.generations_.begin()),
                      std::make_move_iterator(other.generations_.end()));
  size_ += other.size_;
  other = {};
}

KnownIds::KnownIds(Source source, std::size_t most) : most_(most), complete_(source.is_empty) {
  if (complete_) return;
  if (source.on_own_thread) {
    reader_ = std::thread([this, source] { read_stored(source); });
  } else {
    read_stored(source);
  }
}

KnownIds::~KnownIds() {
  stop_ = true;
  if (reader_.joinable()) reader_.join();
}

bool KnownIds::may_be_stored(std::string_view key) {
  if (given_up_) return true;
  if (!complete_) {
    const Stored stored = stored_state_.load(std::memory_order_acquire);
    if (stored == Stored::kBeingRead) return true;
    filter_.merge(std::move(stored_));
    complete_ = true;
    if (stored == Stored::kTooMany || filter_.size() > most_) give_up();
    if (given_up_) return true;
  }
  return filter_.may_hold(hash_of_key(key));
}

void KnownIds::add(std::string_view key, std::optional<TimeMs> forget) {
  if (given_up_) return;
  filter_.add(hash_of_key(key), forget ? day_of(*forget) : kNeverForgotten);
  if (filter_.size() > most_) give_up();
}

void KnownIds::give_up() {
  given_up_ = true;
  stop_ = true;
  filter_ = {};
}

void KnownIds::read_stored(const Source& source) {
  try {
    for (const ObjectKind kind : {ObjectKind::kReservation, ObjectKind::kCallId}) {
      if (stop_ || stored_.size() > most_) break;
      const std::string from(1, static_cast<char>(kind));
      const std::string until(1, static_cast<char>(static_cast<char>(kind) + 1));
      source.store.scan(source.partition, from, until,
                        [this](std::string_view key, std::string_view value) {
                          const std::int64_t day = forget_day_of_stored(value);
                          stored_.add(hash_of_key(key), day == 0 ? kNeverForgotten : day);
                          return !stop_ && stored_.size() <= most_;
                        });
    }
  } catch (const StoreFailure&) {
    // Whoever reads the damaged place for a decision reports it; until then the store is asked.
    return;
  }
  const bool too_many = stored_.size() > most_;
  if (stop_ || too_many) stored_ = {};
  if (stop_) return;
  stored_state_.store(too_many ? Stored::kTooMany : Stored::kRead, std::memory_order_release);
}

}  // namespace nemo
