#include "events/catalog/team_created.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const TeamCreated& record) {
  return Form().id(Field::kTeamId, record.team_id).first_wrong();
}

}  // namespace nemo
