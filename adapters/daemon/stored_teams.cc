#include "adapters/daemon/stored_teams.h"

#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"
#include "engine/state/team_state.h"
#include "events/log/partitioner.h"

namespace nemo {
namespace {

TeamState team_of(std::string_view team_id, std::string_view stored) {
  IdState id;
  if (stored.size() < kForgetBytes || !decode(stored.substr(kForgetBytes), id)) {
    throw StoreFailure{StoreFailure::Kind::kDamaged,
                       "state: the team " + std::string(team_id) +
                           " is not readable; remove the state folder, it is rebuilt from the log"};
  }
  return read_team(id.content);
}

}  // namespace

std::vector<Team> stored_teams(StateStore& store, const OrgId& org_id, const TeamId& from,
                               std::size_t limit) {
  std::vector<Team> teams;
  std::string all;
  id_key(all, org_id.view(), IdKind::kTeam, "");
  std::string end = all;
  ++end.back();
  store.scan(partition_of(org_id), all + from.value, end,
             [&](std::string_view key, std::string_view value) {
               const std::string_view team_id = key.substr(all.size());
               TeamState team = team_of(team_id, value);
               if (!team.removed) teams.push_back({TeamId(team_id), std::move(team.name)});
               return teams.size() < limit;
             });
  return teams;
}

}  // namespace nemo
