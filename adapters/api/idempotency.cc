#include "adapters/api/idempotency.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid.hpp>

#include "adapters/api/fault.h"
#include "adapters/daemon/named_event_id.h"

namespace nemo::api {
namespace {

constexpr std::size_t kKeyBytesMax = 255;

EventId event_id(const boost::uuids::uuid& uuid) {
  EventId id;
  std::copy(uuid.begin(), uuid.end(), id.bytes.begin());
  return id;
}

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

EventId event_id_of(const http::Request& request, const OrgId& org_id) {
  const std::string* key = request.head.field("idempotency-key");
  if (key == nullptr) {
    // Seeded by the system once a thread: an event_id is to be unique, not secret.
    thread_local boost::uuids::random_generator_mt19937 random;
    return event_id(random());
  }
  if (key->empty() || key->size() > kKeyBytesMax || !is_printable(*key)) {
    fail_invalid("`idempotency-key` is not 1 to 255 printable ASCII characters");
  }
  std::string name = org_id.value;
  for (const std::string_view part :
       {http::method_name(request.head.method), std::string_view(request.head.path),
        std::string_view(*key)}) {
    name.push_back('\n');
    name.append(part);
  }
  return event_id_named(name);
}

bool has_idempotency_key(const http::Request& request) {
  return request.head.field("idempotency-key") != nullptr;
}

EventId event_id_within(const EventId& batch, std::size_t place) {
  boost::uuids::uuid space{};
  std::copy(batch.bytes.begin(), batch.bytes.end(), space.begin());
  return event_id_named(std::to_string(place), space);
}

}  // namespace nemo::api
