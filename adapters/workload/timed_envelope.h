#pragma once

#include "events/catalog/envelope.h"
#include "events/values/time.h"

namespace nemo {

// A record and its `at`.
struct TimedEnvelope {
  Envelope envelope;
  TimeMs at;
};

}  // namespace nemo
