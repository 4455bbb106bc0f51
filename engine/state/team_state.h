#pragma once

#include <string>
#include <string_view>

#include "events/values/text.h"

namespace nemo {

// How a team stands. The content of its IdState says so, behind what its team_created said, which a
// repeat is compared with for ever:
//   content := team_id (text), name (text) [, name now (text), removed (flag)]
// What is in brackets is there from the first change on.
struct TeamState {
  Label name;  // empty: none
  bool removed = false;
};

// `content` is that of a team's IdState.
TeamState read_team(std::string_view content);
void write_team(const TeamState& team, std::string& content);

}  // namespace nemo
