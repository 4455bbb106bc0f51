#include "engine/transitions/payment_facts.h"

#include <algorithm>
#include <tuple>

namespace nemo {
namespace {

template <class Value>
void keep_larger(Value& known, const Value& said) {
  if (known < said) known = said;
}
template <class Value>
void keep_larger(Value& known, const std::optional<Value>& said) {
  if (said) keep_larger(known, *said);
}

// The one of that id in a list by ids, made if need be.
template <class Part, class IdOf>
Part& part_of(std::vector<Part>& parts, IdOf id, const StripeId& wanted) {
  auto place =
      std::lower_bound(parts.begin(), parts.end(), wanted,
                       [id](const Part& part, const StripeId& other) { return part.*id < other; });
  if (place == parts.end() || (*place).*id != wanted) {
    place = parts.insert(place, Part{});
    (*place).*id = wanted;
  }
  return *place;
}

void add(PaymentState& payment, const StripeId& id, RefundStatus status,
         const std::optional<Nano>& amount) {
  RefundState& refund = part_of(payment.refunds, &RefundState::refund_id, id);
  keep_larger(refund.status, status);
  keep_larger(refund.amount, amount);
}

DisputeState& add(PaymentState& payment, const StripeId& id, DisputeStatus status,
                  const std::optional<Nano>& amount, DisputeFunds funds) {
  DisputeState& dispute = part_of(payment.disputes, &DisputeState::dispute_id, id);
  keep_larger(dispute.status, status);
  keep_larger(dispute.amount, amount);
  keep_larger(dispute.funds, funds);
  return dispute;
}

void add(DisputeState& dispute, const StripeId& id, const std::optional<Nano>& amount,
         const std::optional<Nano>& fee) {
  DisputeTransactionState& known =
      part_of(dispute.transactions, &DisputeTransactionState::transaction_id, id);
  keep_larger(known.amount, amount);
  keep_larger(known.fee, fee);
}

// What succeeded stays so; of everything else the latest counts.
auto rank(PaymentStatus status, TimeMs at) {
  return std::tuple(status == PaymentStatus::kSucceeded, at, status);
}

bool is_open(DisputeStatus status) {
  switch (status) {
    case DisputeStatus::kWarningNeedsResponse:
    case DisputeStatus::kWarningUnderReview:
    case DisputeStatus::kNeedsResponse:
    case DisputeStatus::kUnderReview:
      return true;
    default:
      return false;
  }
}

bool is_back(RefundStatus status) {
  return status == RefundStatus::kCanceled || status == RefundStatus::kFailed;
}

void add(Returned& returned, const DisputeState& dispute) {
  Wide withdrawn = dispute.funds == DisputeFunds::kWithdrawn ? dispute.amount.wide() : 0;
  if (!dispute.transactions.empty()) withdrawn = 0;
  for (const DisputeTransactionState& moved : dispute.transactions) {
    withdrawn -= moved.amount.wide();
    returned.fees += moved.fee.wide();
  }
  returned.withdrawn += withdrawn;
  const bool untouched = dispute.transactions.empty() && dispute.funds == DisputeFunds::kUnset;
  if (untouched && is_open(dispute.status)) returned.disputed += dispute.amount.wide();
}

void add_top_up(PaymentState& payment, const TopUpId& id) {
  std::vector<TopUpId>& ids = payment.top_up_ids;
  const auto place = std::lower_bound(ids.begin(), ids.end(), id);
  if (place == ids.end() || *place != id) ids.insert(place, id);
}

void add_status(PaymentState& payment, PaymentStatus status, TimeMs at) {
  if (rank(payment.status, payment.status_at) >= rank(status, at)) return;
  payment.status = status;
  payment.status_at = at;
}

}  // namespace

void add_facts(PaymentState& payment, const StripePaymentReported& said) {
  if (said.status != PaymentStatus::kUnset) add_status(payment, said.status, *said.created);
  keep_larger(payment.amount, said.amount_nano);
  keep_larger(payment.tax, said.tax_nano);
  keep_larger(payment.purpose, said.purpose);
  payment.told_at = std::min(payment.told_at, *said.created);
  if (said.paid_at) payment.paid_at = std::min(payment.paid_at, *said.paid_at);
  if (said.fee_bps) payment.pinned_fee_bps = std::max(payment.pinned_fee_bps, said.fee_bps);
  if (!said.top_up_id.empty()) add_top_up(payment, said.top_up_id);
  for (const StripeRefund& refund : said.refunds) {
    add(payment, refund.refund_id, refund.refund_status, refund.amount_nano);
  }
  for (const StripeDispute& one : said.disputes) {
    DisputeState& dispute =
        add(payment, one.dispute_id, one.dispute_status, one.amount_nano, one.dispute_funds);
    for (const StripeDisputeTransaction& moved : one.transactions) {
      add(dispute, moved.transaction_id, moved.amount_nano, moved.fee_nano);
    }
  }
}

void add_facts(PaymentState& payment, const PaymentState& other) {
  add_status(payment, other.status, other.status_at);
  keep_larger(payment.amount, other.amount);
  keep_larger(payment.tax, other.tax);
  keep_larger(payment.purpose, other.purpose);
  payment.paid_at = std::min(payment.paid_at, other.paid_at);
  payment.told_at = std::min(payment.told_at, other.told_at);
  keep_larger(payment.pinned_fee_bps, other.pinned_fee_bps);
  payment.moved = payment.moved || other.moved;
  for (const TopUpId& id : other.top_up_ids) add_top_up(payment, id);
  for (const RefundState& refund : other.refunds) {
    add(payment, refund.refund_id, refund.status, refund.amount);
  }
  for (const DisputeState& one : other.disputes) {
    DisputeState& dispute = add(payment, one.dispute_id, one.status, one.amount, one.funds);
    for (const DisputeTransactionState& moved : one.transactions) {
      add(dispute, moved.transaction_id, moved.amount, moved.fee);
    }
  }
}

void add_facts(PayoutState& payout, const StripePayoutReported& said) {
  keep_larger(payout.status, said.status);
  if (said.amount_nano) payout.amount = std::max(payout.amount, said.amount_nano);
}

Returned returned_of(const PaymentState& payment) {
  Returned returned;
  for (const RefundState& refund : payment.refunds) {
    if (!is_back(refund.status)) returned.refunded += refund.amount.wide();
  }
  for (const DisputeState& dispute : payment.disputes) add(returned, dispute);
  return returned;
}

}  // namespace nemo
