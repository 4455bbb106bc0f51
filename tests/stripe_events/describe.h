#pragma once

#include <string>
#include <string_view>

#include "adapters/stripe_events/stripe_news.h"

namespace nemo {

// What the news say in one line, amounts in cents, for tables: items are parted by " + ".
//   payment pi_1 SUCCEEDED 2000 tax 80 CREDITS ch ch_1 of org_1
//   ignored cs_1 | warning prv_1 review | quarantined ch_1 wrong_amount
std::string describe(const StripeNews& news);

// An event of that type around the object's JSON, of 2026-01-01.
std::string event_text(std::string_view type, std::string_view object);
inline constexpr TimeMs kEventTime{1'767'225'600'000};

std::string described(std::string_view type, std::string_view object);

}  // namespace nemo
