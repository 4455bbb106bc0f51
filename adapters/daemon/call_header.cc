#include "adapters/daemon/call_header.h"

#include <cstring>
#include <random>

namespace nemo {

CallHeader::CallHeader() {
  const EventId random = random_event_id();
  run_.assign(reinterpret_cast<const char*>(random.bytes.data()), random.bytes.size());
}

std::string CallHeader::of(std::uint64_t number) const {
  std::string header = run_;
  header.resize(run_.size() + sizeof number);
  std::memcpy(header.data() + run_.size(), &number, sizeof number);
  return header;
}

std::optional<std::uint64_t> CallHeader::number_of(std::string_view header) const {
  std::uint64_t number = 0;
  if (header.size() != run_.size() + sizeof number || !header.starts_with(run_)) {
    return std::nullopt;
  }
  std::memcpy(&number, header.data() + run_.size(), sizeof number);
  return number;
}

EventId random_event_id() {
  std::random_device random;
  EventId id;
  for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
  return id;
}

}  // namespace nemo
