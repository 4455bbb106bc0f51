#include "events/catalog/member_added.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const MemberAdded& record) {
  return Form().id(Field::kUserId, record.user_id).chosen(Field::kRole, record.role).first_wrong();
}

}  // namespace nemo
