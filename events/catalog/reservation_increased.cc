#include "events/catalog/reservation_increased.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const ReservationIncreased& record) {
  return Form()
      .id(Field::kReservationId, record.reservation_id)
      .id(Field::kIncreaseId, record.increase_id)
      .required_at_least(Field::kAmountNano, record.amount_nano, 0)
      .at_least(Field::kEstimatedTokens, record.estimated_tokens, 0)
      .within_if_given(Field::kExtendMs, record.extend_ms, 0, kMsPerDay)
      .first_wrong();
}

}  // namespace nemo
