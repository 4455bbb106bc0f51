#pragma once

#include <string>

#include "adapters/cli/terminal.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// Ledger::story() with progress on stderr. Throws Failure; its status is 1 where nothing names the
// reservation.
ReservationStory told_story(Ledger& ledger, const OrgId& org_id,
                            const ReservationId& reservation_id);

std::string story_text(const ReservationStory& story, const Style& style);
std::string story_json(const ReservationStory& story);

}  // namespace nemo
