#pragma once

#include <cstdint>
#include <string_view>

namespace nemo {

// Why an event is put aside instead of believed. A closed list; of several the first that was met.
enum class StripeFault : std::uint8_t {
  kNone,
  kNotJson,         // no JSON text, nested too deep, or a name that decides stands twice
  kNotAnEvent,      // JSON, but not of the shape that Stripe gives it
  kMissingId,       // what is spoken of has no name, or one that cannot be one
  kWrongCurrency,   // not the ledger's
  kWrongExponent,   // an amount that Stripe cannot mean in its currency
  kWrongAmount,     // text, a fraction, below 0 where nothing can be, or none where one must be
  kAmountTooLarge,  // beyond 64 bits of nano-units
};

// As in StripeEventNoted::reason ("wrong_currency"); "" for kNone.
std::string_view fault_name(StripeFault fault);

}  // namespace nemo
