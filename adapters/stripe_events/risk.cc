#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {

// Early fraud warnings and reviews: no money moves, but somebody should look.
void read_risk(Reading& reading) {
  const bool review = reading.type().starts_with("review.");
  add_note(reading, EventNote::kWarning, review ? "review" : "early_fraud_warning");
}

}  // namespace nemo::stripe_events
