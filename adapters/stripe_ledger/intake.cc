#include "adapters/stripe_ledger/intake.h"

#include <algorithm>
#include <utility>

#include "adapters/daemon/named_event_id.h"
#include "adapters/stripe/sealing.h"

namespace nemo::stripe_ledger {
namespace {

// What a record on Kafka has room for beside the event's own facts.
constexpr std::size_t kSealedBytesMax = 900'000;

template <class Record>
concept KeepsBody = requires(Record& record) {
  record.sealed;
};

Envelope record_of(Payload payload, const OrgId& org_id, EventId event_id) {
  Envelope envelope;
  envelope.event_id = event_id;
  envelope.org_id = org_id;
  envelope.producer = Label("stripe");
  envelope.payload = std::move(payload);
  return envelope;
}

// The ledger tells events apart by their ids: each thing more that one says has an id of its own.
void name_part(Payload& payload, std::string_view part) {
  std::visit(
      [part](auto& record) {
        if constexpr (requires { record.stripe_event_id; }) {
          record.stripe_event_id.value.append(":").append(part);
        }
      },
      payload);
}

StripeItem put_aside(const StripeNews& news, std::string_view reason) {
  StripeEventNoted noted;
  noted.stripe_event_id = news.event_id;
  noted.stripe_event_type = news.type;
  noted.note = EventNote::kQuarantined;
  noted.reason = Label(reason);
  return {noted, {}, {}};
}

}  // namespace

Mode mode_of(std::string_view name) {
  if (name == "live") return Mode::kLive;
  if (name == "test") return Mode::kTest;
  if (name == "any") return Mode::kAny;
  throw Failure{2, "--stripe-mode " + std::string(name) + ": is none of live, test, any"};
}

std::vector<Envelope> Intake::records_of(StripeNews news, std::string_view text) {
  put_aside_if_not_ours(news);
  std::vector<Envelope> records;
  std::size_t number = 0;
  for (StripeItem& item : news.items) add(std::move(item), number++, news, records);
  const auto said = std::find_if_not(records.begin(), records.end(), [](const Envelope& record) {
    return std::holds_alternative<StripeObjectAssigned>(record.payload);
  });
  if (keys_ != nullptr) seal_into(*said, text, news);
  return records;
}

void Intake::put_aside_if_not_ours(StripeNews& news) const {
  const bool other_mode = news.tells_mode && ((mode_ == Mode::kLive && !news.livemode) ||
                                              (mode_ == Mode::kTest && news.livemode));
  if (!news.account.empty()) news.items = {put_aside(news, "other_account")};
  if (other_mode) news.items = {put_aside(news, "wrong_mode")};
}

// Whose it is comes first: a process that ends between the two leaves no record whose owner nobody
// knows afterwards.
void Intake::add(StripeItem item, std::size_t number, const StripeNews& news,
                 std::vector<Envelope>& records) {
  std::optional<OrgId> owner = owner_of(item);
  StripeId object_id;
  StripeId charge_id;
  if (auto* payment = std::get_if<StripePaymentReported>(&item.record)) {
    payment->payment_id = owners_.payment_of(payment->payment_id);
    object_id = payment->payment_id;
    charge_id = payment->charge_id;
  } else if (const auto* customer = std::get_if<StripeCustomerReported>(&item.record)) {
    object_id = customer->customer_id;
  }
  if (owner) {
    owner = owners_.claim(object_id, *owner);
    if (owners_.is_news(object_id, charge_id)) {
      records.push_back(assigned(object_id, *owner, charge_id, "stripe"));
    }
  }
  const OrgId org_id = owner.value_or(OrgId(kStripeOrg));
  const std::string part = std::to_string(number);
  if (number > 0) name_part(item.record, part);
  const EventId event_id = stripe_event_id(news.event_id.view(), part, org_id.view());
  records.push_back(record_of(std::move(item.record), org_id, event_id));
}

// What was decided once stays so; else as the object says, else its customer. A refund or dispute
// that names a charge alone waits for the charge, whose payment may have a name of its own.
std::optional<OrgId> Intake::owner_of(const StripeItem& item) {
  if (const auto* payment = std::get_if<StripePaymentReported>(&item.record)) {
    const StripeId payment_id = owners_.payment_of(payment->payment_id);
    if (auto known = owners_.owner_of({payment_id})) return known;
    const bool of_charge_alone = payment_id == payment->charge_id;
    if (of_charge_alone && payment->status == PaymentStatus::kUnset) return std::nullopt;
    if (auto told = hinted(item.owner)) return told;
    return owners_.owner_of({payment->customer_id, item.owner.customer_id});
  }
  if (const auto* customer = std::get_if<StripeCustomerReported>(&item.record)) {
    if (auto known = owners_.owner_of({customer->customer_id})) return known;
    return hinted(item.owner);
  }
  return std::nullopt;
}

std::optional<OrgId> Intake::hinted(const StripeOwnerHints& hints) {
  for (const OrgId* org_id : {&hints.metadata_org_id, &hints.client_reference_id}) {
    if (!org_id->empty() && exists(*org_id)) return *org_id;
  }
  return std::nullopt;
}

bool Intake::exists(const OrgId& org_id) {
  return ledger_.read(org_id, [](const OrgReading&) {});
}

void Intake::seal_into(Envelope& record, std::string_view text, const StripeNews& news) {
  std::visit(
      [&]<class Record>(Record& payload) {
        if constexpr (KeepsBody<Record>) {
          if (text.size() > stripe::kPlainBytesMax) return;
          stripe::Sealed sealed = seal(*keys_, record.org_id, text, news.event_id.view());
          if (sealed.bytes.size() > kSealedBytesMax) return;
          payload.data_key_id = sealed.data_key_id;
          payload.sealed = Bytes(std::move(sealed.bytes));
        }
      },
      record.payload);
}

Envelope Intake::assigned(const StripeId& object_id, const OrgId& org_id, const StripeId& charge_id,
                          std::string_view actor) {
  StripeObjectAssigned record;
  record.object_id = object_id;
  record.assigned_org_id = org_id;
  record.charge_id = charge_id;
  record.actor = Label(actor);
  const EventId event_id = stripe_event_id(object_id.view(), charge_id.view(), org_id.view());
  return record_of(record, OrgId(kStripeOrg), event_id);
}

EventId stripe_event_id(std::string_view stripe_id, std::string_view part, std::string_view org) {
  std::string name = "stripe";
  for (const std::string_view each : {stripe_id, part, org}) {
    name.push_back('\n');
    name.append(each);
  }
  return event_id_named(name);
}

}  // namespace nemo::stripe_ledger
