#include "events/catalog/stripe_payout_reported.h"

#include "events/catalog/form.h"
#include "events/catalog/stripe_payment_parts.h"

namespace nemo {

Field check_form(const StripePayoutReported& record) {
  return Form()
      .name(Field::kStripeEventId, record.stripe_event_id)
      .required(Field::kStripeEventType, record.stripe_event_type)
      .expect(Field::kCreated, record.created.has_value())
      .name(Field::kPayoutId, record.payout_id)
      .expect(Field::kAmountNano, is_posted_whole(record.amount_nano))
      .names(Field::kTransactionIds, record.transaction_ids)
      .optional_id(Field::kDataKeyId, record.data_key_id)
      .first_wrong();
}

}  // namespace nemo
