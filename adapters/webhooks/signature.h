#pragma once

#include <string>
#include <string_view>

#include "events/values/time.h"

namespace nemo::webhooks {

// What is signed: the delivery's id, the time of the attempt in whole seconds, the body.
struct SignedParts {
  std::string_view id;
  TimeMs at;
  std::string_view body;
};

// The header webhook-signature of the Standard Webhooks scheme: "v1," and, in base64, the
// HMAC-SHA256 of "ID.SECONDS.BODY" under the secret. Thread rule: any thread.
std::string signature_of(const SignedParts& parts, std::string_view secret);

// Whole seconds since 1970, as the header webhook-timestamp has them.
std::string timestamp_of(TimeMs at);

}  // namespace nemo::webhooks
