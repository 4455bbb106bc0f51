#include "engine/state/team_state.h"

#include "engine/state/bytes.h"

namespace nemo {

TeamState read_team(std::string_view content) {
  ByteReader in(content);
  in.get_text();
  TeamState team{Label(in.get_text())};
  if (in.done()) return team;
  team.name = Label(in.get_text());
  team.removed = in.get_flag();
  return team;
}

void write_team(const TeamState& team, std::string& content) {
  ByteReader created(content);
  created.get_text();
  const std::string_view name = created.get_text();
  NEMO_ASSERT(!created.failed());
  content.resize(static_cast<std::size_t>(name.data() + name.size() - content.data()));
  ByteWriter out(content);
  out.put_text(team.name.view());
  out.put_flag(team.removed);
}

}  // namespace nemo
