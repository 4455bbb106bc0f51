#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::stripe {

// As Stripe makes it: the hex text of the HMAC-SHA256 of "SECONDS.BODY".
std::string v1_of(std::int64_t seconds, std::string_view body, std::string_view secret);

}  // namespace nemo::stripe
