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

void add(PaymentState& payment, const StripeRefund& said) {
  RefundState& refund = part_of(payment.refunds, &RefundState::refund_id, said.refund_id);
  keep_larger(refund.status, said.refund_status);
  keep_larger(refund.amount, said.amount_nano);
}

void add(PaymentState& payment, const StripeDispute& said) {
  DisputeState& dispute = part_of(payment.disputes, &DisputeState::dispute_id, said.dispute_id);
  keep_larger(dispute.status, said.dispute_status);
  keep_larger(dispute.amount, said.amount_nano);
  keep_larger(dispute.funds, said.dispute_funds);
  for (const StripeDisputeTransaction& moved : said.transactions) {
    DisputeTransactionState& known = part_of(
        dispute.transactions, &DisputeTransactionState::transaction_id, moved.transaction_id);
    keep_larger(known.amount, moved.amount_nano);
    keep_larger(known.fee, moved.fee_nano);
  }
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

}  // namespace

void add_facts(PaymentState& payment, const StripePaymentReported& said) {
  if (said.status != PaymentStatus::kUnset &&
      rank(payment.status, payment.status_at) < rank(said.status, *said.created)) {
    payment.status = said.status;
    payment.status_at = *said.created;
  }
  keep_larger(payment.amount, said.amount_nano);
  keep_larger(payment.tax, said.tax_nano);
  keep_larger(payment.purpose, said.purpose);
  if (said.paid_at) payment.paid_at = std::min(payment.paid_at, *said.paid_at);
  if (said.fee_bps) payment.pinned_fee_bps = std::max(payment.pinned_fee_bps, said.fee_bps);
  for (const StripeRefund& refund : said.refunds) add(payment, refund);
  for (const StripeDispute& dispute : said.disputes) add(payment, dispute);
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
