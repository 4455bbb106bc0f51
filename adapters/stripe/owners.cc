#include "adapters/stripe/owners.h"

#include <utility>

namespace nemo::stripe {

void Owners::see(Offset offset, const Envelope& envelope, Found& found) {
  if (envelope.org_id.view() != kStripeOrg) return;
  const std::lock_guard lock(mutex_);
  if (const auto* assigned = std::get_if<StripeObjectAssigned>(&envelope.payload)) {
    if (check_form(*assigned) != Field::kNone) return;
    see_assigned(*assigned, found);
  } else if (const auto* payment = std::get_if<StripePaymentReported>(&envelope.payload)) {
    see_payment(offset, *payment, found);
  } else if (const auto* customer = std::get_if<StripeCustomerReported>(&envelope.payload)) {
    see_customer(offset, *customer, found);
  }
}

// The first counts, as the engine decides; a later one may tell a charge.
void Owners::see_assigned(const StripeObjectAssigned& assigned, Found& found) {
  const auto [owner, is_new] = owners_.try_emplace(assigned.object_id, assigned.assigned_org_id);
  if (is_new && assigned.object_id.view().starts_with("cus_")) {
    customers_[owner->second] = assigned.object_id;
  }
  if (!assigned.charge_id.empty()) link_charge(assigned.charge_id, assigned.object_id, found);
  if (!is_new) return;
  release(assigned.object_id, owner->second, found);
  const StripeId payment_id = payment_of_charge(assigned.object_id);
  if (payment_id != assigned.object_id && find_owner(payment_id) == nullptr) {
    found.assigns.push_back({payment_id, assigned.assigned_org_id, assigned.object_id});
  }
}

void Owners::see_payment(Offset offset, const StripePaymentReported& said, Found& found) {
  const StripeId payment_id = payment_of_charge(said.payment_id);
  if (!said.charge_id.empty() && said.charge_id != payment_id) {
    link_charge(said.charge_id, payment_id, found);
  }
  waiting_[said.payment_id].push_back({offset, said.customer_id});
  if (const OrgId* owner = find_owner(payment_id)) {
    release(payment_id, OrgId(*owner), found);
  } else if (const OrgId* customers = find_owner(said.customer_id)) {
    found.assigns.push_back({payment_id, *customers, said.charge_id});
  } else if (!said.customer_id.empty()) {
    of_customer_[said.customer_id].insert(payment_id);
  }
}

void Owners::see_customer(Offset offset, const StripeCustomerReported& said, Found& found) {
  waiting_[said.customer_id].push_back({offset, {}});
  if (const OrgId* owner = find_owner(said.customer_id)) {
    release(said.customer_id, OrgId(*owner), found);
  }
}

void Owners::link_charge(const StripeId& charge_id, const StripeId& payment_id, Found& found) {
  if (!payments_.try_emplace(charge_id, payment_id).second) return;
  charges_[payment_id].insert(charge_id);
  if (const OrgId* owner = find_owner(payment_id)) {
    release(payment_id, OrgId(*owner), found);
  } else if (const OrgId* charges = find_owner(charge_id)) {
    found.assigns.push_back({payment_id, *charges, charge_id});
  }
}

// What waits for the object and for its charges. Its payments, if it is a customer, are to be
// assigned: that record of the log decides, and releases them.
void Owners::release(const StripeId& object_id, const OrgId& org_id, Found& found) {
  std::vector<StripeId> names{object_id};
  if (const auto charges = charges_.find(object_id); charges != charges_.end()) {
    names.insert(names.end(), charges->second.begin(), charges->second.end());
  }
  for (const StripeId& name : names) {
    const auto waiting = waiting_.find(name);
    if (waiting == waiting_.end()) continue;
    const bool other_name = name != object_id;
    for (const Waiting& one : waiting->second) {
      found.forwards.push_back({one.offset, org_id, other_name ? object_id : StripeId()});
    }
    // What was booked under the charge's name is booked no more.
    if (other_name) found.assigns.push_back({name, org_id, {}});
    waiting_.erase(waiting);
  }
  const auto payments = of_customer_.extract(object_id);
  if (payments.empty()) return;
  for (const StripeId& payment_id : payments.mapped()) {
    if (find_owner(payment_id) == nullptr) found.assigns.push_back({payment_id, org_id, {}});
  }
}

const OrgId* Owners::find_owner(const StripeId& object_id) const {
  const auto owner = owners_.find(object_id);
  return owner == owners_.end() ? nullptr : &owner->second;
}

StripeId Owners::payment_of_charge(const StripeId& id) const {
  const auto payment = payments_.find(id);
  return payment == payments_.end() ? id : payment->second;
}

std::optional<OrgId> Owners::owner_of(std::initializer_list<StripeId> object_ids) {
  const std::lock_guard lock(mutex_);
  for (const StripeId& id : object_ids) {
    if (const OrgId* owner = find_owner(id)) return *owner;
  }
  return std::nullopt;
}

StripeId Owners::customer_of(const OrgId& org_id) {
  const std::lock_guard lock(mutex_);
  const auto customer = customers_.find(org_id);
  return customer == customers_.end() ? StripeId() : customer->second;
}

StripeId Owners::payment_of(const StripeId& charge_or_payment) {
  const std::lock_guard lock(mutex_);
  return payment_of_charge(charge_or_payment);
}

bool Owners::is_news(const StripeId& object_id, const StripeId& charge_id) {
  const std::lock_guard lock(mutex_);
  return find_owner(object_id) == nullptr ||
         !(charge_id.empty() || charge_id == object_id || payments_.contains(charge_id));
}

bool Owners::is_told(const StripeId& object_id) {
  const std::lock_guard lock(mutex_);
  return owners_.contains(object_id) || waiting_.contains(object_id) ||
         payments_.contains(object_id) || charges_.contains(object_id) ||
         of_customer_.contains(object_id);
}

std::size_t Owners::waiting() {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [id, waiting] : waiting_) count += waiting.size();
  return count;
}

}  // namespace nemo::stripe
