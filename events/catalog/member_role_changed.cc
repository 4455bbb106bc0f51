#include "events/catalog/member_role_changed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const MemberRoleChanged& record) {
  return Form().id(Field::kUserId, record.user_id).chosen(Field::kRole, record.role).first_wrong();
}

}  // namespace nemo
