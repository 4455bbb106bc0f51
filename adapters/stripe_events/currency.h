#pragma once

#include <string_view>

#include "adapters/stripe_events/fault.h"
#include "events/values/money.h"

namespace nemo {

// How Stripe writes a currency's amounts: whole numbers of 10^-decimals, each a multiple of `step`.
// This is Stripe's own table; it is not ISO 4217's (ISK, UGX, MGA).
struct StripeCurrency {
  int decimals = 2;
  int step = 1;
};
// `code` in lower case, as Stripe writes it. Two decimals for what is not in the table.
StripeCurrency stripe_currency(std::string_view code);

// The only currency of the ledger.
inline constexpr std::string_view kLedgerCurrency = "usd";

// An amount as it is spelled in the JSON text, in Stripe's units of the currency. Anything but an
// integer is wrong_amount. kNone: `nano` has it.
StripeFault parse_stripe_amount(std::string_view spelled, std::string_view currency, Nano& nano);

}  // namespace nemo
