#include "events/catalog/stripe_customer_reported.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const StripeCustomerReported& record) {
  return Form()
      .name(Field::kStripeEventId, record.stripe_event_id)
      .required(Field::kStripeEventType, record.stripe_event_type)
      .expect(Field::kCreated, record.created.has_value())
      .name(Field::kCustomerId, record.customer_id)
      .optional_name(Field::kSubscriptionId, record.subscription_id)
      .optional_id(Field::kDataKeyId, record.data_key_id)
      .first_wrong();
}

}  // namespace nemo
