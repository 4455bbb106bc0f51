#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/stripe/signature.h"

namespace nemo::stripe {

// What a header `Stripe-Signature` says; the texts are pieces of the header.
struct SignatureHeader {
  std::int64_t timestamp_s = 0;
  std::vector<std::string_view> v1;
};

// kAccepted if `parsed` is filled: one `t` and at least one `v1`; else what is wrong.
SignatureResult parse_signature_header(std::string_view header, SignatureHeader& parsed);

}  // namespace nemo::stripe
