#include "events/catalog/debt_written_off.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const DebtWrittenOff& record) {
  return Form()
      .id(Field::kWriteOffId, record.write_off_id)
      .required_at_least(Field::kAmountNano, record.amount_nano, 1)
      .required(Field::kReason, record.reason)
      .required(Field::kActor, record.actor)
      .first_wrong();
}

}  // namespace nemo
