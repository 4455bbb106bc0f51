#include "events/catalog/credit_adjusted.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const CreditAdjusted& record) {
  return Form()
      .id(Field::kAdjustmentId, record.adjustment_id)
      .expect(Field::kAmountNano, record.amount_nano && record.amount_nano->value != 0)
      .required(Field::kReason, record.reason)
      .required(Field::kActor, record.actor)
      .first_wrong();
}

}  // namespace nemo
