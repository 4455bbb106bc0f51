#include "events/catalog/key_rotated.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const KeyRotated& record) {
  return Form()
      .id(Field::kKeyId, record.key_id)
      .expect(Field::kKeySha256, record.key_sha256.value.size() == 32)
      .at_least(Field::kGraceMs, record.grace_ms, 0)
      .first_wrong();
}

}  // namespace nemo
