#include "events/catalog/stripe_payment_reported.h"

#include "events/catalog/form.h"

namespace nemo {
namespace {

constexpr std::int64_t kFeeBpsMax = 10'000;

bool tax_is_right(const StripePaymentReported& record) {
  if (!record.tax_nano) return true;
  return record.tax_nano->value >= 0 &&
         (!record.amount_nano || *record.tax_nano <= *record.amount_nano);
}

}  // namespace

Field check_form(const StripePaymentReported& record) {
  return Form()
      .name(Field::kStripeEventId, record.stripe_event_id)
      .required(Field::kStripeEventType, record.stripe_event_type)
      .expect(Field::kCreated, record.created.has_value())
      .name(Field::kPaymentId, record.payment_id)
      .optional_name(Field::kChargeId, record.charge_id)
      .optional_name(Field::kCustomerId, record.customer_id)
      .at_least(Field::kAmountNano, record.amount_nano, 0)
      .expect(Field::kTaxNano, tax_is_right(record))
      .within_if_given(Field::kFeeBps, record.fee_bps, 0, kFeeBpsMax)
      .at_least(Field::kRefundedNano, record.refunded_nano, 0)
      .expect(Field::kRefunds, refunds_are_right(record.refunds))
      .expect(Field::kDisputes, disputes_are_right(record.disputes))
      .optional_id(Field::kTopUpId, record.top_up_id)
      .optional_id(Field::kDataKeyId, record.data_key_id)
      .first_wrong();
}

}  // namespace nemo
