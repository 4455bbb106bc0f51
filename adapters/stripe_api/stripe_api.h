#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/stripe_api/stripe_error.h"

namespace nemo::stripe_api {

// Objects are JSON texts, byte for byte as Stripe wrote them: no number in them has been read.

// Part of a list. For what is behind it one asks again with its cursor.
struct Page {
  std::vector<std::string> objects;
  std::string cursor =
      {};                 // the id of the last object; without any, the cursor that was asked with
  bool has_more = false;  // there is something behind it now
};

// What a list is asked for.
struct ListFrom {
  std::optional<std::int64_t> created_from = {};  // seconds since 1970; nothing before is listed
  std::string cursor = {};                        // empty: from the list's beginning
};

// A checkout in which somebody buys credits for an organization, once.
struct CheckoutTopUp {
  std::string idempotency_key;
  std::string org_id;
  int fee_bps = 0;          // platform fee, basis points
  std::int64_t amount = 0;  // with the fee, in the currency's minor units, positive
  std::string currency = "usd";
  std::string success_url;
  std::string cancel_url;
  std::string customer = {};  // cus_; empty: nobody's whom Stripe knows
  // The payment method is stored with the customer, for payments while nobody is there.
  bool save_payment_method = false;
};

// A payment by an organization's stored payment method while nobody is there.
struct AutoTopUp {
  std::string idempotency_key;
  std::string org_id;
  std::string top_up_id;
  std::int64_t amount = 0;  // with the fee, in the currency's minor units, positive
  std::string currency = "usd";
  std::string customer;
  std::string payment_method = {};  // pm_; empty: the customer's default one, else the newest
  std::optional<int> fee_bps = {};  // nothing: of the plan in force
};

// What is asked of Stripe, and only asked when events leave it out. A call may take as long as its
// attempts and their pauses do. All throw StripeError. Thread rule: one thread.
class StripeApi {
 public:
  virtual ~StripeApi() = default;

  // Balance transactions, newest first, each with its source (a charge, a refund, a payout) in full
  // in place of its id.
  virtual Page balance_transactions(const ListFrom& from) = 0;
  virtual std::string balance_transaction(const std::string& txn) = 0;

  // Those that an automatic payout contains, itself among them, newest first; sources by id.
  virtual Page payout_transactions(const std::string& payout, const std::string& cursor) = 0;

  // Events, oldest first; Stripe keeps them for 30 days. The cursor of a page stays good until then
  // and later gives what has happened since. `created_from` counts without a cursor only: the
  // beginning is then sought first, a call to Stripe for every hundred events. An event may turn up
  // behind a younger one: ask from a cursor some minutes back, repeats have no effect.
  virtual Page events(const ListFrom& since) = 0;

  virtual std::string payment_intent(const std::string& pi) = 0;
  virtual std::string charge(const std::string& ch) = 0;
  virtual std::string customer(const std::string& cus) = 0;
  virtual std::string payout(const std::string& po) = 0;
  // With the payments that it was paid by.
  virtual std::string invoice(const std::string& in) = 0;

  // The customer that an organization is from now on: its metadata say org_id. The same key gives
  // the same one.
  virtual std::string create_customer(const std::string& org_id,
                                      const std::string& idempotency_key) = 0;

  // The session, whose `url` the buyer is sent to. The payment's metadata, like the session's, say
  // org_id and fee_bps.
  virtual std::string create_checkout_session(const CheckoutTopUp& top_up) = 0;

  // The payment intent, confirmed; its metadata say org_id, top_up_id and fee_bps if it is given.
  // A card that says no is kDeclined. The same key with other parameters is kRejected: a default
  // payment method that changed in between is such a one.
  virtual std::string create_payment_intent(const AutoTopUp& top_up) = 0;
};

}  // namespace nemo::stripe_api
