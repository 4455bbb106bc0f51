#include "adapters/http/request_ids.h"

#include <charconv>
#include <random>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

constexpr std::size_t kClientIdMax = 40;  // no secret of 256 bits fits: ids are logged

std::string hex(std::uint64_t number) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number, 16);
  return {digits, end};
}

}  // namespace

RequestIds::RequestIds() {
  std::random_device random;
  prefix_ = hex(std::uint64_t{random()} << 32 | random()) + "-";
}

std::string RequestIds::id_of(const std::string* from_client) {
  if (from_client != nullptr && !from_client->empty() && from_client->size() <= kClientIdMax &&
      all_of(*from_client, CharacterClass::kHost)) {
    return *from_client;
  }
  return prefix_ + hex(next_.fetch_add(1, std::memory_order_relaxed));
}

}  // namespace nemo::http
