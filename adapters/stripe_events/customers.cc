#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {

void read_customer(Reading& reading) {
  const ObjectView& customer = reading.object;
  auto record = record_from<StripeCustomerReported>(reading.news);
  record.customer_id = customer.own_id();
  const bool deleted = reading.type() == "customer.deleted" || customer.flag("deleted") == true;
  record.customer_status = deleted ? CustomerStatus::kDeleted : CustomerStatus::kActive;
  StripeOwnerHints owner = owner_of(customer);
  owner.customer_id = record.customer_id;
  reading.news.items.push_back({std::move(record), std::move(owner), {}});
}

}  // namespace nemo::stripe_events
