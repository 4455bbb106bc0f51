#include "bench/made_log.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "events/values/assert.h"
#include "events/wire/envelope_codec.h"

namespace nemo::bench {
namespace {

constexpr std::string_view kOrgMark = "org-XXXXXXXX";
constexpr std::string_view kIdMark = "YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY";

void write_id(std::uint64_t seed, char* place) {
  Random random(seed);
  for (int half = 0; half < 2; ++half) {
    const std::uint64_t word = random.next();
    for (int digit = 0; digit < 16; ++digit) {
      *place++ = "0123456789abcdef"[word >> (4 * digit) & 15];
    }
  }
}

}  // namespace

std::vector<std::uint32_t> Draws::uniform(std::size_t count, std::size_t draws) {
  Random random(11);
  std::vector<std::uint32_t> drawn(draws);
  for (std::uint32_t& draw : drawn) draw = static_cast<std::uint32_t>(random.below(count));
  return drawn;
}

std::vector<std::uint32_t> Draws::zipf(std::size_t count, std::size_t draws) {
  std::vector<double> sums(count);
  double sum = 0;
  for (std::size_t rank = 0; rank < count; ++rank) {
    sum += 1.0 / std::pow(static_cast<double>(rank + 1), 0.99);
    sums[rank] = sum;
  }
  Random random(13);
  std::vector<std::uint32_t> drawn(draws);
  for (std::uint32_t& draw : drawn) {
    const double at = static_cast<double>(random.next() >> 11) / 9007199254740992.0 * sum;
    const auto rank =
        static_cast<std::uint64_t>(std::lower_bound(sums.begin(), sums.end(), at) - sums.begin());
    draw = static_cast<std::uint32_t>(Random(rank).next() % count);
  }
  return drawn;
}

MadeLog::MadeLog(Shape shape) : shape_(std::move(shape)) {
  Traffic traffic({.seed = 1, .lag = 1});
  std::vector<Envelope> made;
  traffic.next_pair(std::string(kOrgMark), made);
  traffic.next_pair(std::string(kOrgMark), made);
  std::get<ReservationRequested>(made[0].payload).reservation_id = ReservationId(kIdMark);
  std::get<ReservationSettled>(made[2].payload).reservation_id = ReservationId(kIdMark);
  encode_envelope(made[0], reservation_);
  encode_envelope(made[2], settlement_);
  org_place_ = reservation_.find(kOrgMark);
  NEMO_ASSERT(org_place_ == settlement_.find(kOrgMark) && org_place_ != std::string::npos);
  reservation_id_place_ = reservation_.find(kIdMark);
  settlement_id_place_ = settlement_.find(kIdMark);
}

std::vector<LogPosition> MadeLog::append(const std::vector<NewRecord>&) {
  throw LogFailure(LogFailure::Kind::kUnusable, "a made log takes no records");
}

std::uint32_t MadeLog::org_of(PartitionId partition, std::uint64_t reservation) const {
  const std::vector<std::uint32_t>& orgs = shape_.orgs[partition];
  const std::size_t draw = (reservation + std::uint64_t{partition} * 7919) % shape_.draws.size();
  return orgs[shape_.draws[draw] % orgs.size()];
}

void MadeLog::make(LogPosition position, LogRecord& record) const {
  const auto index = static_cast<std::uint64_t>(position.offset - shape_.first_offset);
  const std::uint64_t pair = index / 2;
  const bool settles = index % 2 == 1 && pair >= static_cast<std::uint64_t>(shape_.lag);
  const std::uint64_t reservation = settles          ? pair - static_cast<std::uint64_t>(shape_.lag)
                                    : index % 2 == 0 ? pair
                                                     : ~pair;
  record.position = position;
  record.envelope = settles ? settlement_ : reservation_;
  const std::string org_id = org_id_of(org_of(position.partition, reservation));
  std::memcpy(record.envelope.data() + org_place_, org_id.data(), kOrgMark.size());
  write_id(reservation * 16 + position.partition,
           record.envelope.data() + (settles ? settlement_id_place_ : reservation_id_place_));
  const TimeMs time{shape_.start_ms +
                    static_cast<std::int64_t>(index) / shape_.records_a_millisecond};
  record.at = time;
  record.appended_at = time;
}

std::unique_ptr<LogCursor> MadeLog::scan(LogPosition from) {
  class Cursor : public LogCursor {
   public:
    Cursor(const MadeLog& log, LogPosition from) : log_(log), next_(from) {}
    bool next(LogRecord& record) override {
      log_.make(next_, record);
      ++next_.offset;
      return true;
    }

   private:
    const MadeLog& log_;
    LogPosition next_;
  };
  return std::make_unique<Cursor>(*this, from);
}

}  // namespace nemo::bench
