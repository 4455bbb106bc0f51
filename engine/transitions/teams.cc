#include "engine/transitions/teams.h"

#include "engine/state/team_state.h"

namespace nemo {
namespace {

template <class Change>
void change_team(Transition& t, const TeamId& team_id, Change&& change) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  IdObject* const known = find_id(t, IdKind::kTeam, team_id.view());
  TeamState team{{}, true};
  if (known != nullptr) team = read_team(known->record.content);
  if (team.removed) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  // -------- nothing fails from here on
  change(team);
  write_team(team, known->record.content);
  t.state.ids.touch(*known);
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace

void apply(Transition& t, const TeamCreated& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<TeamCreated>(t, IdKind::kTeam, record.team_id.view(), content)) return;
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  remember_accepted(t, IdKind::kTeam, record.team_id.view(), std::move(content));
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const TeamUpdated& record) {
  change_team(t, record.team_id, [&record](TeamState& team) { team.name = record.name; });
}

void apply(Transition& t, const TeamRemoved& record) {
  change_team(t, record.team_id, [](TeamState& team) { team.removed = true; });
}

}  // namespace nemo
