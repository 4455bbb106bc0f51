#include "adapters/stripe_events/fault.h"

namespace nemo {

std::string_view fault_name(StripeFault fault) {
  switch (fault) {
    case StripeFault::kNone:
      return "";
    case StripeFault::kNotJson:
      return "not_json";
    case StripeFault::kNotAnEvent:
      return "not_an_event";
    case StripeFault::kMissingId:
      return "missing_id";
    case StripeFault::kWrongCurrency:
      return "wrong_currency";
    case StripeFault::kWrongExponent:
      return "wrong_exponent";
    case StripeFault::kWrongAmount:
      return "wrong_amount";
    case StripeFault::kAmountTooLarge:
      return "amount_too_large";
  }
  return "";
}

}  // namespace nemo
