#pragma once

#include <cstdint>
#include <string>

namespace nemo::stripe_api {

// Why a call to Stripe has no answer.
struct StripeError {
  enum class Kind : std::uint8_t {
    kUnreachable,  // no whole answer came: it may have been done
    kBusy,         // 409, 429 or 5xx, at the last attempt too: it may have been done
    kKey,          // 401, 403
    kNotFound,     // 404
    kDeclined,     // 402: the card was asked and said no
    kRejected,     // anything else that Stripe, or this side before it asks, will not do
    kUnreadable,   // an answer that is not what Stripe's documentation says
    kStopped       // the caller's stop was requested: it may have been done
  };

  Kind kind = Kind::kUnreachable;
  int status = 0;                   // HTTP; 0: there was no answer
  std::string message;              // for people: what was asked, what went wrong, the fix
  std::string code = {};            // Stripe's, as "card_declined"; may be empty
  std::string decline_code = {};    // the bank's, as "insufficient_funds"; may be empty
  std::string payment_intent = {};  // JSON text of what was declined; may be empty
  std::string type = {};            // Stripe's, as "idempotency_error"; may be empty
  std::string param = {};           // what of the request it is about; may be empty
};

}  // namespace nemo::stripe_api
