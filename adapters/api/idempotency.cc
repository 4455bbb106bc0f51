#include "adapters/api/idempotency.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid.hpp>

#include "adapters/api/fault.h"

namespace nemo::api {
namespace {

constexpr std::size_t kKeyBytesMax = 255;

// The namespace of every event_id that is made here. Never another: a repeat must find its first.
constexpr boost::uuids::uuid kNamespace = {{0x6e, 0x65, 0x6d, 0x6f, 0x2d, 0x6c, 0x5e, 0x64, 0xa7,
                                            0x65, 0x72, 0x2d, 0x61, 0x70, 0x69, 0x31}};

EventId event_id(const boost::uuids::uuid& uuid) {
  EventId id;
  std::copy(uuid.begin(), uuid.end(), id.bytes.begin());
  return id;
}

EventId named(const boost::uuids::uuid& space, const std::string& name) {
  return event_id(boost::uuids::name_generator_sha1(space)(name));
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
  return named(kNamespace, name);
}

EventId event_id_named(const std::string& name) { return named(kNamespace, name); }

EventId event_id_within(const EventId& batch, std::size_t place) {
  boost::uuids::uuid space{};
  std::copy(batch.bytes.begin(), batch.bytes.end(), space.begin());
  return named(space, std::to_string(place));
}

}  // namespace nemo::api
