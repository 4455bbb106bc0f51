#include "events/catalog/team_updated.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const TeamUpdated& record) {
  return Form()
      .id(Field::kTeamId, record.team_id)
      .required(Field::kName, record.name)
      .first_wrong();
}

}  // namespace nemo
