#pragma once

#include <string>

#include "adapters/stripe_api/form.h"
#include "adapters/stripe_api/stripe_api.h"

namespace nemo::stripe_api {

// What Stripe is sent for a top-up. Thread rule: any thread.
Form form_of(const CheckoutTopUp& top_up);
Form form_of(const AutoTopUp& top_up, const std::string& payment_method);

// What is wrong with it before Stripe is asked; empty if nothing is.
std::string fault_of(const CheckoutTopUp& top_up);
std::string fault_of(const AutoTopUp& top_up);

}  // namespace nemo::stripe_api
