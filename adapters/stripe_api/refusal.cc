#include "adapters/stripe_api/refusal.h"

#include <string_view>

#include "adapters/stripe_api/api_key.h"
#include "adapters/stripe_api/json_text.h"
#include "events/values/assert.h"

namespace nemo::stripe_api {
namespace {

using Kind = StripeError::Kind;

constexpr std::size_t kMessageBytesMax = 1'024;

Kind kind_of(int status) {
  if (status == 0) return Kind::kUnreachable;
  if (status == 401 || status == 403) return Kind::kKey;
  if (status == 402) return Kind::kDeclined;
  if (status == 404) return Kind::kNotFound;
  return status == 409 || status == 429 || status >= 500 ? Kind::kBusy : Kind::kRejected;
}

std::string tries(int attempts) {
  return attempts == 1 ? "1 attempt" : std::to_string(attempts) + " attempts";
}

std::string rejection_fix(const std::string& type, int status) {
  if (type == "idempotency_error") {
    return "the Idempotency-Key was used before with other parameters; use one key a payment";
  }
  if (status / 100 == 3) return "Stripe's API redirects nobody; check the base URL";
  return "Stripe will not do this as it was asked";
}

std::string fix_of(Kind kind, const std::string& type, int status, const Asked& asked) {
  switch (kind) {
    case Kind::kUnreachable:
      return "no answer in " + tries(asked.attempts) +
             "; check the network, the proxy and status.stripe.com";
    case Kind::kBusy:
      return "still so after " + tries(asked.attempts) + "; try again later";
    case Kind::kKey:
      return status == 401 ? "put a valid key into " + asked.key_place
                           : "give the key of " + asked.key_place + " the permission for this";
    case Kind::kNotFound:
      return "not there for this key: check the id, and that the key of " + asked.key_place +
             " is of the same account and mode";
    case Kind::kDeclined:
      return "the payment method was declined; another one is needed, or the payer";
    case Kind::kRejected:
      return rejection_fix(type, status);
    case Kind::kUnreadable:
    case Kind::kStopped:
      break;
  }
  NEMO_ASSERT(false);
  return {};
}

// " (what Stripe says; request req_1)"
std::string said(std::string_view error, const HttpAnswer& answer) {
  std::string text = without_keys(string_member(error, "message")).substr(0, kMessageBytesMax);
  if (text.empty()) text = answer.fault;
  if (!answer.request_id.empty())
    text += (text.empty() ? "request " : "; request ") + answer.request_id;
  return text.empty() ? text : " (" + text + ")";
}

}  // namespace

StripeError refusal_of(const HttpAnswer& answer, const Asked& asked) {
  NEMO_ASSERT(answer.status / 100 != 2);
  const bool readable = is_json(answer.body);
  const std::string_view error =
      readable ? member(answer.body, "error").value_or("null") : std::string_view("null");
  StripeError refusal{kind_of(answer.status), answer.status, {}};
  refusal.code = string_member(error, "code");
  refusal.decline_code = string_member(error, "decline_code");
  refusal.payment_intent = member(error, "payment_intent").value_or("");
  refusal.type = string_member(error, "type");
  refusal.param = string_member(error, "param");
  refusal.message = "Stripe: " + asked.what + ": ";
  if (answer.status != 0) refusal.message += std::to_string(answer.status) + " ";
  if (!refusal.code.empty()) refusal.message += refusal.code + " ";
  if (!refusal.decline_code.empty()) refusal.message += refusal.decline_code + " ";
  refusal.message.pop_back();
  if (answer.status != 0) refusal.message += ":";
  refusal.message += " " + fix_of(refusal.kind, refusal.type, answer.status, asked);
  refusal.message += said(error, answer);
  return refusal;
}

}  // namespace nemo::stripe_api
