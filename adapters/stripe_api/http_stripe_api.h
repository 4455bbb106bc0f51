#pragma once

#include <condition_variable>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>

#include "adapters/stripe_api/api_key.h"
#include "adapters/stripe_api/base_url.h"
#include "adapters/stripe_api/form.h"
#include "adapters/stripe_api/http_exchange.h"
#include "adapters/stripe_api/retry.h"
#include "adapters/stripe_api/stripe_api.h"

namespace nemo::stripe_api {

// The version that answers are written in, whatever the account's own is: the one that the tests'
// stripe-mock knows.
inline constexpr char kStripeVersion[] = "2026-08-26.dahlia";

struct HttpStripeOptions {
  std::string base_url = kStripeUrl;  // is_base_url
  HttpLimits limits = {};
  RetryLimits retries = {};
  std::stop_token stop = {};  // ends a call soon, in its pauses too
};

// Stripe's API over HTTPS. Thread rule: one thread.
class HttpStripeApi final : public StripeApi {
 public:
  // Throws StripeError (kRejected) for a base URL that is none. Asks nothing yet.
  HttpStripeApi(ApiKey key, HttpStripeOptions options);

  Page balance_transactions(const ListFrom& from) override;
  std::string balance_transaction(const std::string& txn) override;
  Page payout_transactions(const std::string& payout, const std::string& cursor) override;
  Page events(const ListFrom& since) override;
  std::string payment_intent(const std::string& pi) override;
  std::string charge(const std::string& ch) override;
  std::string customer(const std::string& cus) override;
  std::string payout(const std::string& po) override;
  std::string invoice(const std::string& in) override;
  std::string create_customer(const std::string& org_id,
                              const std::string& idempotency_key) override;
  std::string create_checkout_session(const CheckoutTopUp& top_up) override;
  std::string create_payment_intent(const AutoTopUp& top_up) override;

 private:
  std::string get_one(std::string_view folder, const std::string& id,
                      std::string_view parameters = {});
  Page get_page(const std::string& path, const Form& form);
  Page oldest_events(const ListFrom& since);
  Page events_after(const std::string& cursor);
  std::string post(const std::string& path, const Form& form, const std::string& idempotency_key);
  std::string payment_method_of(const std::string& customer);
  // The body of a 2xx, which is JSON. `what` is the request without its parameters.
  std::string ask(const HttpRequest& request, const std::string& what);
  std::vector<std::string> headers(const std::string& idempotency_key) const;
  void pause(long ms, const std::string& what);

  ApiKey key_;
  HttpStripeOptions options_;
  HttpConnection connection_;
  std::minstd_rand random_;
};

}  // namespace nemo::stripe_api
