#include "adapters/stripe_events/currency.h"

#include <algorithm>
#include <array>

#include "events/values/integer.h"
#include "events/wire/json_text.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, 15> kZeroDecimal = {"bif", "clp", "djf", "gnf", "jpy",
                                                           "kmf", "krw", "mga", "pyg", "rwf",
                                                           "vnd", "vuv", "xaf", "xof", "xpf"};
constexpr std::array<std::string_view, 5> kThreeDecimal = {"bhd", "jod", "kwd", "omr", "tnd"};
// Without decimals today, but written with the two that they once had.
constexpr std::array<std::string_view, 2> kFormerlyTwoDecimal = {"isk", "ugx"};

constexpr int kNanoDecimals = 9;

template <class Codes>
bool has(const Codes& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_integer(std::string_view spelled) {
  if (!spelled.empty() && spelled.front() == '-') spelled.remove_prefix(1);
  return !spelled.empty() && spelled.find_first_not_of("0123456789") == std::string_view::npos;
}

Wide power_of_ten(int exponent) { return exponent == 0 ? 1 : 10 * power_of_ten(exponent - 1); }

}  // namespace

StripeCurrency stripe_currency(std::string_view code) {
  if (has(kZeroDecimal, code)) return {0, 1};
  if (has(kThreeDecimal, code)) return {3, 10};
  if (has(kFormerlyTwoDecimal, code)) return {2, 100};
  return {2, 1};
}

StripeFault parse_stripe_amount(std::string_view spelled, std::string_view currency, Nano& nano) {
  if (!is_integer(spelled)) return StripeFault::kWrongAmount;
  std::int64_t minor = 0;
  if (!wire::parse_integer(spelled, minor)) return StripeFault::kAmountTooLarge;
  const StripeCurrency written = stripe_currency(currency);
  if (minor % written.step != 0) return StripeFault::kWrongExponent;
  if (currency != kLedgerCurrency) return StripeFault::kWrongCurrency;
  const auto value = narrow(Wide{minor} * power_of_ten(kNanoDecimals - written.decimals));
  if (!value) return StripeFault::kAmountTooLarge;
  nano = Nano{*value};
  return StripeFault::kNone;
}

}  // namespace nemo
