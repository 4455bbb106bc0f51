#include "events/catalog/stripe_unnamed_payment.h"

namespace nemo {

bool names_no_payment(const StripePaymentReported& record) {
  return record.payment_id == record.charge_id && record.payment_id.view().starts_with("in_") &&
         record.status == PaymentStatus::kUnset;
}

}  // namespace nemo
