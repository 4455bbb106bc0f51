#include "adapters/workload/random.h"

#include "events/values/assert.h"
#include "events/values/integer.h"

namespace nemo {
namespace {

constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;

std::uint64_t mix(std::uint64_t word) {
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9ULL;
  word = (word ^ word >> 27) * 0x94d049bb133111ebULL;
  return word ^ word >> 31;
}

}  // namespace

Random Random::stream(std::uint64_t seed, Purpose purpose, std::uint64_t index) {
  const std::uint64_t of_purpose = mix(seed + kStep * static_cast<std::uint64_t>(purpose));
  return Random(mix(of_purpose + kStep * (index + 1)));
}

std::uint64_t Random::next() { return mix(state_ += kStep); }

std::int64_t Random::below(std::int64_t bound) {
  NEMO_ASSERT(bound > 0);
  const WideUnsigned product = WideUnsigned{next()} * static_cast<std::uint64_t>(bound);
  return static_cast<std::int64_t>(product >> 64);
}

std::int64_t Random::between(std::int64_t least, std::int64_t most) {
  return least + below(most - least + 1);
}

}  // namespace nemo
