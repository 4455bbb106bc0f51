#pragma once

#include "events/catalog/stripe_payment_reported.h"

namespace nemo {

// Whether the record says only what a paid invoice was for, and not by what payment it was paid. It
// is told under the invoice's name in place of a payment's and of a charge's: like what is told of
// a charge alone it waits until a record says whose second name that is.
bool names_no_payment(const StripePaymentReported& record);

}  // namespace nemo
