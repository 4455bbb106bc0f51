#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/integer.h"
#include "events/values/time.h"

namespace nemo {

// A sum, modulo 2^128, of hashes of state records: independent of their order.
using Digest = WideUnsigned;

// The hash of one state record: its key and the bytes of its value.
Digest hash_record(std::string_view key, std::string_view value);

// 32 hexadecimal digits, most significant first.
std::string format_digest(Digest digest);

// The running sums of a partition, a part for what is remembered for ever and one for each day
// (UTC) on which something is forgotten; a day's part is dropped whole when the day is over.
class DigestParts {
 public:
  // forget_at: nothing for what is remembered for ever. A day that was dropped is left alone.
  void add(std::optional<TimeMs> forget_at, Digest hash);
  void subtract(std::optional<TimeMs> forget_at, Digest hash);
  // Forgets every day that is over at `now`.
  void drop_days_before(TimeMs now);

  // All parts together.
  Digest sum() const;
  Digest permanent() const { return permanent_; }
  const std::map<std::int64_t, Digest>& by_day() const { return by_day_; }
  std::int64_t first_day() const { return first_day_; }
  void restore(Digest permanent, std::map<std::int64_t, Digest> by_day, std::int64_t first_day);

 private:
  Digest permanent_ = 0;
  std::map<std::int64_t, Digest> by_day_;
  std::int64_t first_day_ = INT64_MIN;  // days before it are dropped
};

}  // namespace nemo
