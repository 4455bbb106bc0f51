#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

PayoutStatus status_of(const Reading& reading) {
  const std::string_view status = reading.object.text("status");
  if (status == "failed" || reading.type() == "payout.failed") return PayoutStatus::kFailed;
  if (status == "canceled" || reading.type() == "payout.canceled") return PayoutStatus::kCanceled;
  if (status == "paid" || reading.type() == "payout.paid") return PayoutStatus::kPaid;
  if (status == "in_transit") return PayoutStatus::kInTransit;
  return status == "pending" ? PayoutStatus::kPending : PayoutStatus::kUnset;
}

}  // namespace

void read_payout(Reading& reading) {
  const ObjectView& payout = reading.object;
  auto record = record_from<StripePayoutReported>(reading.news);
  record.payout_id = payout.own_id();
  record.status = status_of(reading);
  record.amount_nano = payout.amount("amount", payout.text("currency"), Sign::kAny);
  if (!record.amount_nano) payout.refuse(StripeFault::kWrongAmount);
  record.arrives_at = payout.time("arrival_date");
  reading.news.items.push_back({std::move(record), {}, {}});
}

}  // namespace nemo::stripe_events
