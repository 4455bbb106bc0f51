#include "events/catalog/team_removed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const TeamRemoved& record) {
  return Form().id(Field::kTeamId, record.team_id).first_wrong();
}

}  // namespace nemo
