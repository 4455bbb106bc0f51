#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/values/money.h"

namespace nemo::api {

// What credits are bought for at Stripe.
struct CreditPrice {
  std::int64_t cents = 0;  // that are paid, with the platform's fee
  Nano credits;            // that the ledger grants for them: within half a cent of what is wanted
};

// Of credits under a platform fee (basis points). Throws Fault kInvalidRequest, about `amount`, for
// credits that are not whole cents, and for a payment that Stripe does not take.
CreditPrice price_of(std::optional<Nano> credits, std::int64_t fee_bps);

// Throws Fault kInvalidRequest, about the member of that name.
void check_whole_cents(Nano amount, std::string_view name);

}  // namespace nemo::api
