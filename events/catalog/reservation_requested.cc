#include "events/catalog/reservation_requested.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const ReservationRequested& record) {
  return Form()
      .id(Field::kReservationId, record.reservation_id)
      .id(Field::kKeyId, record.key_id)
      .name(Field::kModel, record.model)
      .at_least(Field::kAmountNano, record.amount_nano, 0)
      .expect(Field::kAmountNano, record.amount_nano.has_value() || record.max_usage.has_value())
      .expect(Field::kMaxUsage, usage_is_right(record.max_usage))
      .at_least(Field::kEstimatedTokens, record.estimated_tokens, 0)
      .within_if_given(Field::kTtlMs, record.ttl_ms, 1'000, kMsPerDay)
      .optional_id(Field::kUserId, record.user_id)
      .names(Field::kTags, record.tags)
      .first_wrong();
}

}  // namespace nemo
