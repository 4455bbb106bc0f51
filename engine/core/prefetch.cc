#include "engine/core/prefetch.h"

#include <algorithm>

namespace nemo {
namespace {

// Gathers the keys of objects that records name, then tells which are not in memory. Many looks at
// scattered memory are cheap only when all are asked for before the first is needed.
class Wanted {
 public:
  Wanted(PartitionState& state, const std::function<bool(std::string_view)>& may_be_stored)
      : state_(state), may_be_stored_(may_be_stored) {}

  void org(std::string_view org_id) {
    // Records of one organization often come together.
    if (org_id == last_org_) return;
    last_org_ = org_id;
    want(state_.orgs, org_key(key_, ObjectKind::kOrg, org_id));
  }
  void directory(std::string_view org_id) {
    want(state_.directories, org_key(key_, ObjectKind::kDirectory, org_id));
  }
  void reservation(std::string_view org_id, std::string_view id) {
    want(state_.reservations, reservation_key(key_, org_id, id));
  }
  void id(std::string_view org_id, IdKind kind, std::string_view id) {
    want(state_.ids, id_key(key_, org_id, kind, id));
  }

  void stripe(std::string_view org_id, std::string_view id) {
    want(state_.stripe, stripe_key(key_, org_id, id));
  }

  std::vector<std::string> missing() {
    for (const Want& want : wants_) {
      in_table(want, [&want](auto& table) { table.fetch_object(want.hash); });
    }
    std::vector<std::string> keys;
    for (const Want& want : wants_) {
      const std::string_view key = std::string_view(keys_).substr(want.place, want.size);
      in_table(want, [&](auto& table) {
        if (table.find(key, want.hash) != nullptr) return;
        if (!is_of_call(key) || may_be_stored_(key)) keys.emplace_back(key);
      });
    }
    return keys;
  }

 private:
  struct Want {
    std::uint64_t hash = 0;
    std::size_t place = 0;  // of the key in keys_
    std::size_t size = 0;
  };

  template <class Table>
  void want(const Table& table, std::string_view key) {
    const Want want{hash_of_key(key), keys_.size(), key.size()};
    table.fetch_slot(want.hash);
    keys_.append(key);
    wants_.push_back(want);
  }

  template <class Visit>
  void in_table(const Want& want, Visit&& visit) {
    switch (static_cast<ObjectKind>(keys_[want.place])) {
      case ObjectKind::kOrg:
        return visit(state_.orgs);
      case ObjectKind::kDirectory:
        return visit(state_.directories);
      case ObjectKind::kReservation:
        return visit(state_.reservations);
      case ObjectKind::kStripe:
        return visit(state_.stripe);
      default:
        return visit(state_.ids);
    }
  }

  PartitionState& state_;
  const std::function<bool(std::string_view)>& may_be_stored_;
  std::string key_;
  std::string_view last_org_;
  std::string keys_;  // back to back
  std::vector<Want> wants_;
};

// What each kind of payload looks at beside its organization.
struct OfPayload {
  Wanted& wanted;
  const Envelope& envelope;

  std::string_view org() const { return envelope.org_id.view(); }
  void by_event_id() const {
    if (!envelope.event_id) return;
    const auto& bytes = envelope.event_id->bytes;
    wanted.id(org(), IdKind::kEvent, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }

  void operator()(const Unreadable&) const {}
  void operator()(const PriceBookPublished&) const { by_event_id(); }
  void operator()(const ReservationRequested& r) const {
    wanted.reservation(org(), r.reservation_id.view());
  }
  void operator()(const ReservationSettled& r) const {
    wanted.reservation(org(), r.reservation_id.view());
  }
  void operator()(const ReservationReleased& r) const {
    wanted.reservation(org(), r.reservation_id.view());
  }
  void operator()(const ReservationIncreased& r) const {
    wanted.reservation(org(), r.reservation_id.view());
    wanted.id(org(), IdKind::kIncrease, r.increase_id.view());
  }
  void operator()(const UsageRecorded& r) const {
    wanted.id(org(), IdKind::kUsage, r.usage_id.view());
  }
  void operator()(const CreditGranted& r) const {
    wanted.id(org(), IdKind::kGrant, r.grant_id.view());
  }
  void operator()(const CreditAdjusted& r) const {
    wanted.id(org(), IdKind::kAdjustment, r.adjustment_id.view());
  }
  void operator()(const OrganizationCreated&) const {
    wanted.id(org(), IdKind::kOrganization, org());
    wanted.directory(org());
  }
  void operator()(const TeamCreated& r) const { wanted.id(org(), IdKind::kTeam, r.team_id.view()); }
  void operator()(const TeamUpdated& r) const { changed_team(r.team_id); }
  void operator()(const TeamRemoved& r) const { changed_team(r.team_id); }
  void changed_team(const TeamId& team_id) const {
    by_event_id();
    wanted.id(org(), IdKind::kTeam, team_id.view());
  }
  void operator()(const KeyCreated& r) const {
    wanted.id(org(), IdKind::kKey, r.key_id.view());
    wanted.directory(org());
  }
  void stripe_event(const StripeId& event_id) const {
    wanted.id(org(), IdKind::kStripeEvent, event_id.view());
    wanted.stripe(org(), {});
    wanted.directory(org());
  }
  void operator()(const StripePaymentReported& r) const {
    stripe_event(r.stripe_event_id);
    wanted.stripe(org(), r.payment_id.view());
    if (!r.charge_id.empty()) wanted.stripe(org(), r.charge_id.view());
  }
  void operator()(const StripeTransactionReported& r) const {
    wanted.id(org(), IdKind::kStripeTransaction, r.transaction_id.view());
  }
  void operator()(const StripePayoutReported& r) const {
    stripe_event(r.stripe_event_id);
    wanted.stripe(org(), r.payout_id.view());
  }
  void operator()(const StripeCustomerReported& r) const { stripe_event(r.stripe_event_id); }
  void operator()(const StripeEventNoted& r) const {
    wanted.id(org(), IdKind::kStripeNote, r.stripe_event_id.view());
  }
  void operator()(const StripeObjectAssigned& r) const {
    wanted.id(org(), IdKind::kStripeObject, r.object_id.view());
    wanted.stripe(org(), r.object_id.view());
  }
  void operator()(const SuspenseCleared& r) const {
    wanted.id(org(), IdKind::kClearing, r.clearing_id.view());
    wanted.id(org(), IdKind::kStripeTransaction, r.object_id.view());
    wanted.stripe(org(), r.object_id.view());
  }
  void operator()(const PricesQuarantined& r) const {
    wanted.id(org(), IdKind::kQuarantine, r.quarantine_id.view());
  }
  void operator()(const TopUpRequested& r) const {
    wanted.id(org(), IdKind::kTopUp, r.top_up_id.view());
    wanted.stripe(org(), {});
  }
  void operator()(const TopUpFailed&) const { wanted.stripe(org(), {}); }
  void operator()(const DebtWrittenOff& r) const {
    wanted.id(org(), IdKind::kWriteOff, r.write_off_id.view());
  }
  void operator()(const OrganizationUpdated&) const {
    by_event_id();
    wanted.directory(org());
    wanted.stripe(org(), {});
  }
  template <class Record>
  void operator()(const Record&) const {
    by_event_id();
    wanted.directory(org());
  }
};

// What objects of Stripe's name.
class Links {
 public:
  explicit Links(PartitionState& state) : state_(state) {}

  void of_payment(std::string_view org_id, const StripeId& id) {
    const StripeState* known = find(org_id, id.view());
    if (known != nullptr && known->same_as) {
      const StripeId name = *known->same_as;
      want(org_id, name);
      known = find(org_id, name.view());
    }
    if (known == nullptr || !known->payment) return;
    for (const StripeId& other : known->payment->other_names) want(org_id, other);
  }
  void of_customer(std::string_view org_id) {
    const StripeState* known = find(org_id, {});
    if (known == nullptr || !known->customer) return;
    for (const PlanPayment& payment : known->customer->payments) want(org_id, payment.payment_id);
  }
  std::vector<std::string> missing() { return std::move(missing_); }

 private:
  const StripeState* find(std::string_view org_id, std::string_view id) {
    const auto* object = state_.stripe.find(stripe_key(key_, org_id, id));
    return object == nullptr ? nullptr : &object->record;
  }
  void want(std::string_view org_id, const StripeId& id) {
    if (find(org_id, id.view()) == nullptr) missing_.push_back(key_);
  }

  PartitionState& state_;
  std::string key_;
  std::vector<std::string> missing_;
};

}  // namespace

TimeMs latest_log_time(const PartitionState& state, std::span<const Record> records) {
  PartitionGlobals clock;
  clock.log_time = state.globals.log_time;
  clock.live = state.globals.live;
  for (const Record& record : records) {
    if (is_malformed(state, record)) continue;
    clock.log_time = log_time_of(clock, record);
    clock.live = clock.live || !record.at.has_value();
  }
  return clock.log_time;
}

std::vector<std::string> missing_objects(
    PartitionState& state, std::span<const Record> records,
    const std::function<bool(std::string_view)>& may_be_stored) {
  Wanted wanted(state, may_be_stored);
  for (const Record& record : records) {
    if (!record.envelope.org_id.empty()) wanted.org(record.envelope.org_id.view());
    if (is_malformed(state, record)) continue;
    std::visit(OfPayload{wanted, record.envelope}, record.envelope.payload);
  }
  const TimeMs latest = latest_log_time(state, records);
  state.holds.each_due(
      latest, [&wanted](const HoldQueue::Hold& hold) { wanted.org(org_of_key(hold.key)); });
  for (const auto& [due, item] : state.lots.items()) {
    if (due.due > latest) break;
    wanted.org(item.org_id);
  }
  return wanted.missing();
}

std::vector<std::string> missing_links(PartitionState& state, std::span<const Record> records) {
  Links links(state);
  for (const Record& record : records) {
    const std::string_view org = record.envelope.org_id.view();
    if (const auto* said = std::get_if<StripePaymentReported>(&record.envelope.payload)) {
      links.of_payment(org, said->payment_id);
      if (!said->charge_id.empty()) links.of_payment(org, said->charge_id);
    } else if (const auto* given = std::get_if<StripeObjectAssigned>(&record.envelope.payload)) {
      links.of_payment(org, given->object_id);
    } else if (const auto* cleared = std::get_if<SuspenseCleared>(&record.envelope.payload)) {
      links.of_payment(org, cleared->object_id);
    } else if (std::holds_alternative<StripeCustomerReported>(record.envelope.payload)) {
      links.of_customer(org);
    }
  }
  return links.missing();
}

}  // namespace nemo
