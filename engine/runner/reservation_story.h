#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/core/explain.h"
#include "events/catalog/payload.h"
#include "events/log/log_port.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// One thing that happened to a reservation: a line of a record that names it, or of time.
struct StoryEvent {
  Outcome line;
  Payload asked;              // of the record that names it; Unreadable: time, or one of others
  std::vector<Check> checks;  // of a request or an increase that was decided here
};

// All that happened to one reservation, oldest first.
struct ReservationStory {
  OrgId org_id;
  ReservationId reservation_id;
  std::vector<StoryEvent> events;

  // The request that decided it; null where only a settlement came.
  const StoryEvent* request() const;
};

// Steps the organization's partition from zero in memory and keeps what names the reservation; no
// events: nothing does. `progress` hears of each record; false ends it there. Throws LogFailure.
ReservationStory tell_story(LogPort& log, const OrgId& org_id, const ReservationId& reservation_id,
                            const std::function<bool(std::uint64_t records_done)>& progress);

}  // namespace nemo
