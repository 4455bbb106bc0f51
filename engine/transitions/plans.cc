#include "engine/transitions/plans.h"

#include <algorithm>
#include <tuple>

#include "engine/transitions/organizations.h"

namespace nemo {
namespace {

// Later news of a plan change no payment older than that.
constexpr std::int64_t kPlanNewsMs = std::int64_t{35} * 24 * 3'600'000;

auto in_order(const PlanPeriod& period) {
  return std::tie(period.from, period.said_at, period.plan, period.subscription_id, period.is_own);
}
auto in_order(const PlanPayment& payment) { return std::tie(payment.paid_at, payment.payment_id); }

template <class Item>
void insert_once(std::vector<Item>& list, const Item& item) {
  const auto place =
      std::lower_bound(list.begin(), list.end(), item,
                       [](const Item& a, const Item& b) { return in_order(a) < in_order(b); });
  if (place == list.end() || in_order(*place) != in_order(item)) list.insert(place, item);
}

// The plan in force at a time: the latest whose subscription has not ended since; an end that names
// no subscription is none of those. There is one from the beginning, if there is any.
const Label* plan_at(const CustomerState& customer, TimeMs time) {
  if (customer.plans.empty()) return nullptr;
  std::vector<const StripeId*> ended;
  for (auto period = customer.plans.rbegin(); period != customer.plans.rend(); ++period) {
    if (time < period->from) continue;
    const bool is_over = std::any_of(ended.begin(), ended.end(), [&](const StripeId* other) {
      return *other == period->subscription_id;
    });
    if (is_over) continue;
    if (!period->plan.empty()) return &period->plan;
    if (!period->subscription_id.empty()) ended.push_back(&period->subscription_id);
  }
  return &customer.plans.front().plan;
}

bool is_old(const Transition& t, TimeMs paid_at) {
  return paid_at.value < t.now.value - kPlanNewsMs;
}

}  // namespace

CustomerState& customer_of(Transition& t) {
  const std::string_view key = stripe_key(t.key_scratch(), t.envelope.org_id.view(), {});
  Object<StripeState>* object = t.state.stripe.find(key);
  if (object == nullptr) object = &t.state.stripe.create(key);
  if (!object->record.customer) object->record.customer.emplace();
  t.state.stripe.touch(*object);
  return *object->record.customer;
}

void change_plan(Transition& t, const PlanPeriod& period) {
  CustomerState& customer = customer_of(t);
  Object<DirectoryState>& directory = directory_of(t);
  constexpr TimeMs kAlways{INT64_MIN};
  if (customer.plans.empty()) {
    customer.plans.push_back({kAlways, kAlways, directory.record.plan, {}, true});
  }
  if (period.is_own) {
    std::erase_if(customer.plans, [&period](const PlanPeriod& other) {
      return other.is_own && other.from == period.from;
    });
  }
  insert_once(customer.plans, period);
  directory.record.plan = *plan_at(customer, t.now);
  t.state.directories.touch(directory);
}

void price_by_plan(Transition& t, PaymentState& payment) {
  if (payment.status != PaymentStatus::kSucceeded) return;
  if (payment.pinned_fee_bps) {
    payment.fee_plan = {};
    payment.fee_at = kUnknownTime;
    payment.fee_bps.reset();
    return;
  }
  const std::string_view key = stripe_key(t.key_scratch(), t.envelope.org_id.view(), {});
  const Object<StripeState>* object = t.state.stripe.find(key);
  const bool is_customer = object != nullptr && object->record.customer;
  const TimeMs at = time_of(payment);
  const Label* known = is_customer ? plan_at(*object->record.customer, at) : nullptr;
  const Label plan = known != nullptr ? *known : directory_of(t).record.plan;
  const bool is_same = payment.fee_plan == plan && payment.fee_at == at;
  if (payment.fee_bps && (is_same || is_old(t, at))) return;
  payment.fee_plan = plan;
  payment.fee_at = at;
  payment.fee_bps = fee_bps_at(t.state.globals, plan, at);
}

std::vector<PlanPayment> payments_for_plans(Transition& t) {
  std::vector<PlanPayment>& payments = customer_of(t).payments;
  std::erase_if(payments, [&t](const PlanPayment& payment) { return is_old(t, payment.paid_at); });
  return payments;
}

void list_for_plans(Transition& t, const NamedPayment& named) {
  const PaymentState& payment = named.payment;
  if (payment.status != PaymentStatus::kSucceeded) return;
  const PlanPayment item{time_of(payment), named.name};
  payments_for_plans(t);
  std::vector<PlanPayment>& payments = customer_of(t).payments;
  std::erase_if(payments, [&named](const PlanPayment& other) {
    return other.payment_id == named.name || other.payment_id == named.joined_name;
  });
  if (!payment.pinned_fee_bps && !is_old(t, item.paid_at)) insert_once(payments, item);
}

}  // namespace nemo
