#pragma once

#include <cstddef>
#include <vector>

#include "engine/state/store_port.h"
#include "events/values/text.h"

namespace nemo {

// A team that was not removed.
struct Team {
  TeamId team_id;
  Label name;  // empty: none
};

// An organization's by id, from one on, at most so many, as the store has them. Throws
// StoreFailure. Thread rule: as the store's.
std::vector<Team> stored_teams(StateStore& store, const OrgId& org_id, const TeamId& from,
                               std::size_t limit);

}  // namespace nemo
