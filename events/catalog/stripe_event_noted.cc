#include "events/catalog/stripe_event_noted.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const StripeEventNoted& record) {
  return Form()
      .name(Field::kStripeEventId, record.stripe_event_id)
      .required(Field::kStripeEventType, record.stripe_event_type)
      .chosen(Field::kNote, record.note)
      .optional_name(Field::kObjectId, record.object_id)
      .expect(Field::kReason, record.note != EventNote::kQuarantined || is_given(record.reason))
      .optional_id(Field::kDataKeyId, record.data_key_id)
      .first_wrong();
}

}  // namespace nemo
