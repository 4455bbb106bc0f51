#pragma once

#include <string>

namespace nemo::stripe_api {

// Whether Stripe may be asked there: "https://HOST[:PORT]", or "http://" where the host is this
// machine's loopback (127.0.0.1, [::1], localhost); no user, path, query or slash at the end. The
// key goes there. Thread rule: any thread.
bool is_base_url(const std::string& url);

inline constexpr char kStripeUrl[] = "https://api.stripe.com";

}  // namespace nemo::stripe_api
