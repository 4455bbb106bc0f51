#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {

// Early fraud warnings and reviews: no money moves, but somebody should look.
void read_risk(Reading& reading) {
  const bool review = reading.type().starts_with("review.");
  std::string reason = review ? "review" : "early_fraud_warning";
  const StripeId own_id = reading.object.own_id();
  if (!own_id.empty()) reason += " " + own_id.value;
  add_note(reading, EventNote::kWarning, reason);
  StripeItem& item = reading.news.items.back();
  const StripeId payment_id = payment_id_of(item.keys);
  if (!payment_id.empty()) std::get<StripeEventNoted>(item.record).object_id = payment_id;
}

}  // namespace nemo::stripe_events
