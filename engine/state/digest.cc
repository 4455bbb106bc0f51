#include "engine/state/digest.h"

#include <cstring>
#include <utility>

namespace nemo {
namespace {

constexpr std::uint64_t kFirst = 0xa0761d6478bd642fULL;
constexpr std::uint64_t kSecond = 0xe7037ed1a0b428dbULL;
constexpr std::uint64_t kThird = 0x8ebc6af09c88c6e3ULL;

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const WideUnsigned product = static_cast<WideUnsigned>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Little-endian words on every machine this runs on; shorter tails are filled with zeros.
std::uint64_t word_at(const char* bytes, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, size < 8 ? size : 8);
  return word;
}

// Two lanes of folded multiplications, each of which sees every byte.
class Hasher {
 public:
  void add(std::string_view bytes) {
    fold_in(bytes.size(), kThird);
    while (bytes.size() > 16) {
      fold_in(word_at(bytes.data(), 8), word_at(bytes.data() + 8, 8));
      bytes.remove_prefix(16);
    }
    const std::size_t low = bytes.size() < 8 ? bytes.size() : 8;
    fold_in(word_at(bytes.data(), low), word_at(bytes.data() + low, bytes.size() - low));
  }
  Digest result() const {
    const std::uint64_t high = fold(low_ ^ kThird, high_ ^ kFirst);
    return static_cast<Digest>(high) << 64 | fold(low_ ^ kSecond, high_ ^ kThird);
  }

 private:
  void fold_in(std::uint64_t first, std::uint64_t second) {
    low_ = fold(first ^ kFirst ^ low_, second ^ kSecond) + second;
    high_ = fold(second ^ kThird ^ high_, first ^ kSecond) + first;
  }
  std::uint64_t low_ = kFirst;
  std::uint64_t high_ = kSecond;
};

}  // namespace

Digest hash_record(std::string_view key, std::string_view value) {
  Hasher hasher;
  hasher.add(key);
  hasher.add(value);
  return hasher.result();
}

std::string format_digest(Digest digest) {
  std::string text(32, '0');
  for (std::size_t place = 32; place > 0; --place) {
    text[place - 1] = "0123456789abcdef"[static_cast<std::size_t>(digest & 15)];
    digest >>= 4;
  }
  return text;
}

void DigestParts::add(std::optional<TimeMs> forget_at, Digest hash) {
  if (!forget_at) {
    permanent_ += hash;
  } else if (day_of(*forget_at) >= first_day_) {
    by_day_[day_of(*forget_at)] += hash;
  }
}

void DigestParts::subtract(std::optional<TimeMs> forget_at, Digest hash) {
  add(forget_at, ~hash + 1);
}

void DigestParts::drop_days_before(TimeMs now) {
  if (day_of(now) <= first_day_) return;
  first_day_ = day_of(now);
  by_day_.erase(by_day_.begin(), by_day_.lower_bound(first_day_));
}

Digest DigestParts::sum() const {
  Digest sum = permanent_;
  for (const auto& [day, part] : by_day_) sum += part;
  return sum;
}

void DigestParts::restore(Digest permanent, std::map<std::int64_t, Digest> by_day,
                          std::int64_t first_day) {
  permanent_ = permanent;
  by_day_ = std::move(by_day);
  first_day_ = first_day;
}

}  // namespace nemo
