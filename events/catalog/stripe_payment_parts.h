#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// A refund of a payment. What of it counts is its status alone: failed and canceled ones are back.
struct StripeRefund {
  StripeId refund_id;
  RefundStatus refund_status{};
  std::optional<Nano> amount_nano;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kRefundId, 1, self.refund_id);
    visit(Field::kRefundStatus, 2, self.refund_status);
    visit(Field::kAmountNano, 3, self.amount_nano);
  }
  bool operator==(const StripeRefund&) const = default;
};

// A movement of Stripe's balance by a dispute: below 0 what was withdrawn, above what came back.
struct StripeDisputeTransaction {
  StripeId transaction_id;
  std::optional<Nano> amount_nano;
  std::optional<Nano> fee_nano;  // charged beside it; below 0 where it came back

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTransactionId, 1, self.transaction_id);
    visit(Field::kAmountNano, 2, self.amount_nano);
    visit(Field::kFeeNano, 3, self.fee_nano);
  }
  bool operator==(const StripeDisputeTransaction&) const = default;
};

// A dispute of a payment. Its transactions say what moved; where none are known, its funds do.
struct StripeDispute {
  StripeId dispute_id;
  DisputeStatus dispute_status{};
  std::optional<Nano> amount_nano;  // what is disputed
  DisputeFunds dispute_funds{};
  std::vector<StripeDisputeTransaction> transactions;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kDisputeId, 1, self.dispute_id);
    visit(Field::kDisputeStatus, 2, self.dispute_status);
    visit(Field::kAmountNano, 3, self.amount_nano);
    visit(Field::kDisputeFunds, 4, self.dispute_funds);
    visit(Field::kTransactions, 5, self.transactions);
  }
  bool operator==(const StripeDispute&) const = default;
};

// What one record may say of Stripe's balance at most, either way: so much, and its fee, can be
// posted and taken back at once.
inline constexpr std::int64_t kStripeNanoMost = std::int64_t{1} << 61;
bool is_posted_whole(std::optional<Nano> amount);

// Each has its id, once, and amounts (of refunds and disputes not below 0, where given).
bool refunds_are_right(const std::vector<StripeRefund>& refunds);
bool disputes_are_right(const std::vector<StripeDispute>& disputes);

}  // namespace nemo
