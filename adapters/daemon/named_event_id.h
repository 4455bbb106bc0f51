#pragma once

#include <boost/uuid/uuid.hpp>
#include <string>

#include "events/values/event_id.h"

namespace nemo {

// The namespace of every event_id that is a name's. Never another: a repeat must find its first.
inline constexpr boost::uuids::uuid kEventIdNamespace = {{0x6e, 0x65, 0x6d, 0x6f, 0x2d, 0x6c, 0x5e,
                                                          0x64, 0xa7, 0x65, 0x72, 0x2d, 0x61, 0x70,
                                                          0x69, 0x31}};

// The UUID (version 5) of a name within a namespace, the same for ever. Thread rule: any thread.
EventId event_id_named(const std::string& name,
                       const boost::uuids::uuid& space = kEventIdNamespace);

}  // namespace nemo
