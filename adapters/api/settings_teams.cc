#include "adapters/api/body.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"

namespace nemo::api {

void Settings::create_team(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  TeamCreated created;
  Body(asked.request.body).read(created);
  Body::check_path_can_name(created.team_id.view(), "team_id");
  if (created.team_id.empty()) created.team_id = TeamId(format_event_id(event_id));
  std::string body = named("team_id", created.team_id.view());
  write(asked, event_id, std::move(created), 201, std::move(body), respond);
}

void Settings::update_team(const Asked& asked, const http::Respond& respond) {
  TeamUpdated updated;
  Body(asked.request.body).read(updated, {"team_id"});
  updated.team_id = TeamId(asked.parameter(0));
  std::string body = named("team_id", updated.team_id.view());
  write(asked, event_id_of(asked.request, asked.org_id), std::move(updated), 200, std::move(body),
        respond);
}

void Settings::remove_team(const Asked& asked, const http::Respond& respond) {
  TeamRemoved removed;
  removed.team_id = TeamId(asked.parameter(0));
  std::string body = named("team_id", removed.team_id.view());
  write(asked, event_id_of(asked.request, asked.org_id), std::move(removed), 200, std::move(body),
        respond);
}

}  // namespace nemo::api
