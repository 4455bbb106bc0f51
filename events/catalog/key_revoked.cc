#include "events/catalog/key_revoked.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const KeyRevoked& record) {
  return Form().id(Field::kKeyId, record.key_id).first_wrong();
}

}  // namespace nemo
