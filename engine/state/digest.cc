#include "engine/state/digest.h"

#include <utility>

namespace nemo {

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

void DigestParts::restore(Digest permanent, std::map<std::int64_t, Digest> by_day,
                          std::int64_t first_day) {
  permanent_ = permanent;
  by_day_ = std::move(by_day);
  first_day_ = first_day;
}

}  // namespace nemo
