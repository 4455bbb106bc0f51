#include "events/catalog/reservation_settled.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const ReservationSettled& record) {
  return Form()
      .id(Field::kReservationId, record.reservation_id)
      .at_least(Field::kCostNano, record.cost_nano, 0)
      .expect(Field::kCostNano, record.cost_nano.has_value() || record.usage.has_value())
      .expect(Field::kUsage, usage_is_right(record.usage))
      .at_least(Field::kTokens, record.tokens, 0)
      .optional_id(Field::kKeyId, record.key_id)
      .optional_name(Field::kModel, record.model)
      .first_wrong();
}

}  // namespace nemo
