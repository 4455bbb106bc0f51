#include <array>
#include <utility>

#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

constexpr std::array<std::pair<std::string_view, DisputeStatus>, 9> kStatuses = {{
    {"warning_needs_response", DisputeStatus::kWarningNeedsResponse},
    {"warning_under_review", DisputeStatus::kWarningUnderReview},
    {"warning_closed", DisputeStatus::kWarningClosed},
    {"needs_response", DisputeStatus::kNeedsResponse},
    {"under_review", DisputeStatus::kUnderReview},
    {"prevented", DisputeStatus::kPrevented},
    {"charge_refunded", DisputeStatus::kLost},  // of old versions: nothing is open any more
    {"lost", DisputeStatus::kLost},
    {"won", DisputeStatus::kWon},
}};

DisputeStatus status_of(std::string_view name) {
  for (const auto& [known, status] : kStatuses) {
    if (known == name) return status;
  }
  return DisputeStatus::kUnset;
}

DisputeFunds funds_of(std::string_view type) {
  if (type == "charge.dispute.funds_withdrawn") return DisputeFunds::kWithdrawn;
  if (type == "charge.dispute.funds_reinstated") return DisputeFunds::kReinstated;
  return DisputeFunds::kUnset;
}

StripeDisputeTransaction transaction_of(const ObjectView& moved) {
  const std::string_view currency = moved.text("currency");
  StripeDisputeTransaction part;
  part.transaction_id = moved.own_id();
  part.amount_nano = moved.amount("amount", currency, Sign::kAny);
  part.fee_nano = moved.amount("fee", currency, Sign::kAny);
  if (!part.amount_nano || !part.fee_nano) moved.refuse(StripeFault::kWrongAmount);
  return part;
}

}  // namespace

void read_dispute(Reading& reading) {
  const ObjectView& object = reading.object;
  StripeDispute dispute;
  dispute.dispute_id = object.own_id();
  dispute.dispute_status = status_of(object.text("status"));
  dispute.amount_nano = object.amount("amount", object.text("currency"));
  if (!dispute.amount_nano) object.refuse(StripeFault::kWrongAmount);
  dispute.dispute_funds = funds_of(reading.type());
  for (const ObjectView& moved : object.objects("balance_transactions")) {
    dispute.transactions.push_back(transaction_of(moved));
  }
  auto payment = record_from<StripePaymentReported>(reading.news);
  payment.disputes.push_back(std::move(dispute));
  add_payment(reading, std::move(payment), keys_of(object));
}

}  // namespace nemo::stripe_events
