#include "adapters/daemon/named_event_id.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>

namespace nemo {

EventId event_id_named(const std::string& name, const boost::uuids::uuid& space) {
  const boost::uuids::uuid uuid = boost::uuids::name_generator_sha1(space)(name);
  EventId id;
  std::copy(uuid.begin(), uuid.end(), id.bytes.begin());
  return id;
}

}  // namespace nemo
