#include "adapters/api/credit_price.h"

#include <string>

#include "adapters/api/fault.h"
#include "events/values/platform_fee.h"

namespace nemo::api {
namespace {

// Of a charge in US dollars.
constexpr Wide kCentsMin = 50;
constexpr Wide kCentsMax = 99'999'999;

}  // namespace

void check_whole_cents(Nano amount, std::string_view name) {
  if (amount.wide() % kCentNano == 0) return;
  const std::string member(name);
  fail_invalid("`" + member + "` has parts of a cent: credits are bought by whole cents", member);
}

CreditPrice price_of(std::optional<Nano> credits, std::int64_t fee_bps) {
  if (!credits) fail_invalid("`amount` is missing: how many credits to buy, \"100\"", "amount");
  check_whole_cents(*credits, "amount");
  if (credits->wide() < kCentsMin * kCentNano) {
    fail_invalid("`amount` is below 0.50, the least that Stripe charges", "amount");
  }
  const Wide cents = cents_for(credits->wide(), fee_bps);
  if (cents > kCentsMax) {
    fail_invalid(
        "`amount` with the platform's fee is above 999999.99, the most that Stripe "
        "charges at once",
        "amount");
  }
  const Wide bought = credits_of(cents * kCentNano, fee_bps);
  return {static_cast<std::int64_t>(cents), {static_cast<std::int64_t>(bought)}};
}

}  // namespace nemo::api
