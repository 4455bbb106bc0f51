#include "events/catalog/member_removed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const MemberRemoved& record) {
  return Form().id(Field::kUserId, record.user_id).first_wrong();
}

}  // namespace nemo
