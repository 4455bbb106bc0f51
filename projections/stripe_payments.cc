#include "projections/stripe_payments.h"

#include <algorithm>

#include "events/catalog/stripe_unnamed_payment.h"

namespace nemo {
namespace {

bool has_ended(RefundStatus status) {
  return status == RefundStatus::kCanceled || status == RefundStatus::kFailed;
}

bool is_open(DisputeStatus status) {
  return status == DisputeStatus::kWarningNeedsResponse ||
         status == DisputeStatus::kWarningUnderReview || status == DisputeStatus::kNeedsResponse ||
         status == DisputeStatus::kUnderReview;
}

// The one of that id; a new one where it is not there yet.
template <class Part, class Id>
Part& part_of(std::vector<Part>& parts, Id Part::*id, const Id& wanted) {
  for (Part& part : parts) {
    if (part.*id == wanted) return part;
  }
  Part& part = parts.emplace_back();
  part.*id = wanted;
  return part;
}

}  // namespace

bool StripePayments::Refund::counts() const { return !has_ended(status); }

// Its transactions say what moved, where they are known; else what was said of its funds does.
Wide StripePayments::Dispute::back() const {
  Wide withdrawn = 0;
  for (const auto& [id, into_balance] : moved) withdrawn -= into_balance;
  if (!moved.empty()) return withdrawn;
  const bool counts =
      funds == DisputeFunds::kWithdrawn || (funds == DisputeFunds::kUnset && is_open(status));
  return counts ? amount : 0;
}

void StripePayments::Payment::add(const StripePaymentReported& record) {
  is_unnamed = is_unnamed || names_no_payment(record);
  const TimeMs created = record.created.value_or(TimeMs{0});
  is_paid = is_paid || record.status == PaymentStatus::kSucceeded;
  if (record.amount_nano) amount = std::max(amount.value_or(0), record.amount_nano->wide());
  if (record.refunded_nano) {
    const std::pair said(created, record.refunded_nano->wide());
    charge_says = std::max(charge_says.value_or(said), said);
  }
  for (const StripeRefund& refund : record.refunds) add(refund, created);
  for (const StripeDispute& dispute : record.disputes) add(dispute);
}

void StripePayments::Payment::add(const StripeRefund& said, TimeMs created) {
  Refund& refund = part_of(refunds, &Refund::refund_id, said.refund_id);
  refund.status = std::max(refund.status, said.refund_status);
  if (said.amount_nano) refund.amount = std::max(refund.amount, said.amount_nano->wide());
  if (has_ended(said.refund_status)) {
    refund.ended_at = std::min(refund.ended_at.value_or(created), created);
  }
}

void StripePayments::Payment::add(const StripeDispute& said) {
  Dispute& dispute = part_of(disputes, &Dispute::dispute_id, said.dispute_id);
  dispute.status = std::max(dispute.status, said.dispute_status);
  dispute.funds = std::max(dispute.funds, said.dispute_funds);
  if (said.amount_nano) dispute.amount = std::max(dispute.amount, said.amount_nano->wide());
  for (const StripeDisputeTransaction& one : said.transactions) {
    if (!one.amount_nano) continue;
    const Wide into_balance = one.amount_nano->wide();
    Wide& known = dispute.moved.try_emplace(one.transaction_id.value, into_balance).first->second;
    known = std::max(known, into_balance);
  }
}

Wide StripePayments::Payment::refunded() const {
  Wide sum = 0;
  for (const Refund& refund : refunds) sum += refund.counts() ? refund.amount : 0;
  return sum;
}

Wide StripePayments::Payment::disputed() const {
  Wide sum = 0;
  for (const Dispute& dispute : disputes) sum += dispute.back();
  return sum;
}

// A refund that failed after the charge was told of still counted then.
Wide StripePayments::Payment::refunded_by(TimeMs time) const {
  Wide sum = refunded();
  for (const Refund& refund : refunds) {
    if (!refund.counts() && refund.ended_at && *refund.ended_at > time) sum += refund.amount;
  }
  return sum;
}

void StripePayments::add(const Envelope& envelope, const Outcome& line) {
  if (line.name.code != OutcomeCode::kAccepted) return;
  const auto* reported = std::get_if<StripePaymentReported>(&envelope.payload);
  const auto* assigned = std::get_if<StripeObjectAssigned>(&envelope.payload);
  if (reported == nullptr && assigned == nullptr) return;
  const StripeId& id = reported != nullptr ? reported->payment_id : assigned->object_id;
  Payment& payment = payments_[{envelope.org_id.value, id.value}];
  payment.position = line.position;
  payment.at = line.at;
  if (reported != nullptr) {
    payment.add(*reported);
  } else {
    payment.is_assigned = true;
  }
}

void StripePayments::add_open(std::vector<ExceptionRow>& rows) const {
  for (const auto& [key, payment] : payments_) {
    if (!payment.is_assigned) add_open(key, payment, rows);
  }
}

void StripePayments::add_open(const Key& key, const Payment& payment,
                              std::vector<ExceptionRow>& rows) {
  const auto add_row = [&](ExceptionKind kind, std::optional<Wide> amount, std::string text) {
    rows.push_back({payment.position, payment.at, OrgId(key.first), kind, key.second, amount,
                    std::move(text)});
  };
  const Wide back = payment.refunded() + payment.disputed();
  if (!payment.is_paid && (!payment.refunds.empty() || !payment.disputes.empty())) {
    add_row(ExceptionKind::kUnknownPayment, back, "nobody has reported this payment as paid");
  }
  if (payment.is_unnamed) {
    add_row(ExceptionKind::kUnknownPayment, {}, "nobody has told what payment paid this invoice");
  }
  if (payment.is_paid && payment.amount && back > *payment.amount) {
    add_row(ExceptionKind::kAbovePaid, back - *payment.amount,
            "refunded and disputed above what was paid");
  }
  if (!payment.charge_says) return;
  const auto& [when, said] = *payment.charge_says;
  const Wide differs = said - payment.refunded_by(when);
  if (differs != 0) {
    add_row(ExceptionKind::kRefundsDiffer, differs,
            differs > 0 ? "the charge was refunded more than its refunds say"
                        : "the charge was refunded less than its refunds say");
  }
}

}  // namespace nemo
