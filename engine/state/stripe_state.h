#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/catalog/stripe_enums.h"
#include "events/values/money.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What is known of Stripe's objects, gathered from events in any order: each member is a maximum,
// a minimum or a set, so that the same events give the same state whatever came first.

// Of what nobody told yet.
inline constexpr TimeMs kUnknownTime{INT64_MAX};

struct RefundState {
  StripeId refund_id;
  RefundStatus status{};
  Nano amount;
};

struct DisputeTransactionState {
  StripeId transaction_id;
  Nano amount{INT64_MIN};  // into Stripe's balance: below 0 what was withdrawn
  Nano fee{INT64_MIN};
};

struct DisputeState {
  StripeId dispute_id;
  DisputeStatus status{};
  Nano amount;
  DisputeFunds funds{};                               // counts while no transaction is known
  std::vector<DisputeTransactionState> transactions;  // by transaction_id
};

// What a payment's rows add up to, each in its account's favour; Stripe's clearing is their sum.
struct PaymentBooks {
  Nano credits;      // credits:purchased or owed, of the organization
  Nano fee_revenue;  // revenue:platform_fee
  Nano tax;          // tax:payable
  Nano suspense;     // suspense
  Nano stripe_fees;  // expense:stripe_fees: below 0

  bool operator==(const PaymentBooks&) const = default;
};

// What a record cleared of what stood in suspense; below 0 where it stood so.
struct ClearedState {
  ClearingAccount account{};
  Nano amount;
  Nano booked;        // as much of it as stands in suspense now: from 0 to amount
  Offset offset = 0;  // of the record
};

struct PaymentState {
  PaymentStatus status{};
  TimeMs status_at{INT64_MIN};  // of the event that said so; what succeeded stays so
  PaymentPurpose purpose{};
  Nano amount;
  Nano tax;
  TimeMs paid_at = kUnknownTime;
  TimeMs told_at = kUnknownTime;               // its first news' at Stripe
  std::optional<std::int64_t> pinned_fee_bps;  // by the checkout
  std::optional<std::int64_t> fee_bps;         // by the plan below at that time, once it was paid
  Label fee_plan;
  TimeMs fee_at = kUnknownTime;
  bool moved = false;                  // it is another organization's: nothing of it is booked here
  std::vector<RefundState> refunds;    // by refund_id
  std::vector<DisputeState> disputes;  // by dispute_id
  std::vector<StripeId> other_names;   // its charges: each has a same_as of its own
  std::vector<TopUpId> top_up_ids;     // sorted: what asked for it, one where nothing is wrong
  PaymentBooks booked;
  Nano frozen;                        // credits of open disputes, in the organization's held
  std::vector<ClearedState> cleared;  // of booked.suspense, by offset
};

// A movement of Stripe's balance of which something was cleared.
struct MovementState {
  Nano suspense;  // what it moved into suspense
  std::vector<ClearedState> cleared;
};

// When it was made: where nobody told, its first news was.
inline TimeMs time_of(const PaymentState& payment) {
  return payment.paid_at == kUnknownTime ? payment.told_at : payment.paid_at;
}

struct PayoutState {
  PayoutStatus status{};
  std::optional<Nano> amount;
  Nano booked;
};

// A plan that counts from some time on, until the next one, or until its subscription ends.
struct PlanPeriod {
  TimeMs from;
  TimeMs said_at;  // of two from one time the later said counts
  Label plan;      // "": the subscription has ended
  StripeId subscription_id;
  bool is_own = false;  // the ledger was told, not Stripe: of two from one time the later record's
};

// A payment whose fee is a plan's: a plan that is told late may change it.
struct PlanPayment {
  TimeMs paid_at;
  StripeId payment_id;
};

// A top-up that failed. It may have succeeded all the same, which is told later.
struct FailedTopUp {
  TopUpId top_up_id;
  TimeMs failed_at;  // when it was told first
};

// An automatic top-up under way, and those before it.
struct TopUpState {
  TopUpId pending;
  TimeMs pending_since;
  bool pending_is_told = false;  // Stripe said that its payment is not over: a debit takes days
  std::int64_t failures = 0;     // in a row
  TimeMs retry_at{INT64_MIN};
  TimeMs day{INT64_MIN};            // the day that is counted
  Nano bought;                      // or being bought, in it
  std::vector<FailedTopUp> failed;  // the last of the row, in the order they were asked for
};

// A customer of Stripe's that is the organization's; it may have several.
struct LinkedCustomer {
  StripeId customer_id;  // "": told of before they were told apart
  CustomerStatus status{};
  TimeMs status_at{INT64_MIN};  // of the event that said so: the latest counts
};

// What an organization is to Stripe.
struct CustomerState {
  std::vector<PlanPeriod> plans;          // by (from, said_at, plan, subscription_id)
  std::vector<PlanPayment> payments;      // of the last 35 days, by (paid_at, payment_id)
  std::vector<LinkedCustomer> customers;  // by customer_id
  TopUpState top_up;
};

// One of these.
struct StripeState {
  std::optional<PaymentState> payment;
  std::optional<PayoutState> payout;
  std::optional<CustomerState> customer;
  std::optional<MovementState> movement;
  std::optional<StripeId> same_as;  // another name of that payment, which has all that is known

  void clear() { *this = {}; }
};

}  // namespace nemo
