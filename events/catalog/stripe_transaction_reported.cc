#include "events/catalog/stripe_transaction_reported.h"

#include "events/catalog/form.h"
#include "events/catalog/stripe_payment_parts.h"

namespace nemo {

Field check_form(const StripeTransactionReported& record) {
  return Form()
      .name(Field::kTransactionId, record.transaction_id)
      .chosen(Field::kCategory, record.category)
      .optional_name(Field::kSourceId, record.source_id)
      .optional_name(Field::kPaymentId, record.payment_id)
      .expect(Field::kAmountNano, record.amount_nano && is_posted_whole(record.amount_nano))
      .expect(Field::kFeeNano, record.fee_nano && is_posted_whole(record.fee_nano))
      .optional_id(Field::kDataKeyId, record.data_key_id)
      .first_wrong();
}

}  // namespace nemo
