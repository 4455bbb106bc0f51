#include "events/catalog/suspense_cleared.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const SuspenseCleared& record) {
  return Form()
      .id(Field::kClearingId, record.clearing_id)
      .name(Field::kObjectId, record.object_id)
      .expect(Field::kAmountNano, record.amount_nano && record.amount_nano->value != 0)
      .chosen(Field::kAccount, record.account)
      .required(Field::kReason, record.reason)
      .required(Field::kActor, record.actor)
      .first_wrong();
}

}  // namespace nemo
