#include <algorithm>

#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {
namespace {

constexpr std::size_t kPlanSizeMax = 128;

// The name that a plan of ours has at Stripe: where we left it, else what the price is called. The
// ledger knows whether there is such a plan.
std::string_view plan_of(const ObjectView& subscription, const ObjectView& item) {
  const ObjectView price = item.object("price");
  const ObjectView plan = item.object("plan");
  const ObjectView only_plan = subscription.object("plan");
  for (const std::string_view name :
       {subscription.object("metadata").text("plan"), price.object("metadata").text("plan"),
        price.text("lookup_key"), price.text("nickname"), plan.text("nickname"),
        only_plan.text("nickname"), only_plan.text("name")}) {
    if (!name.empty() && name.size() <= kPlanSizeMax) return name;
  }
  return {};
}

bool is_over(const Reading& reading) {
  const std::string_view status = reading.object.text("status");
  return reading.type() == "customer.subscription.deleted" ||
         reading.type() == "customer.subscription.paused" || status == "canceled" ||
         status == "unpaid" || status == "paused";
}

// Not paid for yet, or never: it has changed nothing.
bool is_without_effect(const ObjectView& subscription) {
  return subscription.text("status").starts_with("incomplete");
}

TimeMs plan_from(const Reading& reading, const ObjectView& item, bool over) {
  const ObjectView& subscription = reading.object;
  const TimeMs now = reading.news.created;
  if (over) return subscription.time("ended_at").value_or(now);
  if (reading.type() == "customer.subscription.created") {
    const TimeMs made = subscription.time("created").value_or(now);
    return subscription.time("start_date").value_or(made);
  }
  const TimeMs period = item.time("current_period_start").value_or(now);
  return std::max(now, subscription.time("current_period_start").value_or(period));
}

}  // namespace

void read_subscription(Reading& reading) {
  const ObjectView& subscription = reading.object;
  const std::vector<ObjectView> items = subscription.objects("items");
  const ObjectView item = items.empty() ? subscription.none() : items.front();
  auto record = record_from<StripeCustomerReported>(reading.news);
  record.subscription_id = subscription.own_id();
  if (is_without_effect(subscription)) return add_note(reading, EventNote::kIgnored);
  const std::string_view plan = plan_of(subscription, item);
  if (plan.empty()) return add_note(reading, EventNote::kWarning, "plan_not_named");

  const bool over = is_over(reading);
  if (!over) record.plan = Label(plan);
  record.plan_from = plan_from(reading, item, over);
  StripeOwnerHints owner = owner_of(subscription);
  record.customer_id = owner.customer_id;
  if (record.customer_id.empty()) subscription.refuse(StripeFault::kMissingId);
  reading.news.items.push_back({std::move(record), std::move(owner), {}});
}

}  // namespace nemo::stripe_events
