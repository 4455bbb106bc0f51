#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/terminal.h"
#include "adapters/daemon/ledger.h"
#include "engine/core/explain.h"

namespace nemo {

// One thing that happened to a reservation: a line of a record that names it, or of time.
struct StoryEvent {
  Outcome line;
  std::string asked;          // what the record asked for: "reservation_requested 0.1 ..."
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

// Steps the organization's partition again from zero and keeps what names the reservation. Throws
// Failure (1) if nothing does.
ReservationStory tell_story(Ledger& ledger, const OrgId& org_id,
                            const ReservationId& reservation_id);

std::string story_text(const ReservationStory& story, const Style& style);
std::string story_json(const ReservationStory& story);

}  // namespace nemo
