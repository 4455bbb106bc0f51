#include "adapters/stripe_ledger/intake.h"

#include <algorithm>
#include <utility>

#include "adapters/stripe/sealing.h"
#include "adapters/stripe_ledger/assignment.h"

namespace nemo::stripe_ledger {
namespace {

// What a record on Kafka has room for beside the event's own facts.
constexpr std::size_t kSealedBytesMax = 900'000;

template <class Record>
concept KeepsBody = requires(Record& record) {
  record.sealed;
};

void name_event(Payload& payload, const std::string& id) {
  std::visit(
      [&id](auto& record) {
        if constexpr (requires { record.stripe_event_id; }) record.stripe_event_id = StripeId(id);
      },
      payload);
}

// The ledger takes an event's id once, with one content, but each API version tells another part of
// what happened: what an endpoint is sent and what the list of events says may be of two versions.
// Facts are added up, so each version's are an event of their own. Notes move nothing: one will do.
std::string rendering_of(const StripeNews& news, const Payload& payload) {
  const bool is_note = std::holds_alternative<StripeEventNoted>(payload);
  const std::string named = news.event_id.value + "@" + news.api_version;
  const bool is_one = !is_note && !news.api_version.empty() && is_name_form(named);
  return is_one ? named : news.event_id.value;
}

// What was sealed is opened with the event's id that its record has.
template <class Record>
std::string_view context_of(const Record& record, const StripeNews& news) {
  if constexpr (requires { record.stripe_event_id; }) return record.stripe_event_id.view();
  return news.event_id.view();
}

}  // namespace

void put_aside(StripeNews& news, std::string_view reason) {
  StripeEventNoted noted;
  noted.stripe_event_id = news.event_id;
  noted.stripe_event_type = news.type;
  noted.note = EventNote::kQuarantined;
  noted.reason = Label(reason);
  news.items = {{noted, {}, {}}};
}

Mode mode_of(std::string_view name) {
  if (name == "live") return Mode::kLive;
  if (name == "test") return Mode::kTest;
  if (name == "any") return Mode::kAny;
  throw Failure{2, "--stripe-mode " + std::string(name) + ": is none of live, test, any"};
}

Intake::Records Intake::records_of(StripeNews news, std::string_view text, const Decided& decided) {
  put_aside_if_not_ours(news);
  Records records;
  std::size_t number = 0;
  for (StripeItem& item : news.items) {
    const OrgId org_id = owned(item, decided, records);
    const std::string part = std::to_string(number);
    const std::string id = rendering_of(news, item.record);
    const EventId event_id = stripe_event_id(id, part, org_id.view());
    // Each thing more that an event says has an id of its own.
    name_event(item.record, number++ == 0 ? id : id + ":" + part);
    records.said.push_back(stripe_record(std::move(item.record), org_id, event_id));
  }
  if (keys_ != nullptr) seal_into(records.said, text, news);
  return records;
}

void Intake::put_aside_if_not_ours(StripeNews& news) const {
  const bool other_mode = news.tells_mode && ((mode_ == Mode::kLive && !news.livemode) ||
                                              (mode_ == Mode::kTest && news.livemode));
  if (!news.account.empty()) put_aside(news, "other_account");
  if (other_mode) put_aside(news, "wrong_mode");
}

// Of an object that the log gave to somebody only its charge may be news, and decides nothing.
OrgId Intake::owned(StripeItem& item, const Decided& decided, Records& records) {
  StripeId object_id;
  StripeId charge_id;
  if (auto* payment = std::get_if<StripePaymentReported>(&item.record)) {
    payment->payment_id = owners_.payment_of(payment->payment_id);
    object_id = payment->payment_id;
    charge_id = payment->charge_id;
  } else if (const auto* customer = std::get_if<StripeCustomerReported>(&item.record)) {
    object_id = customer->customer_id;
  } else if (std::holds_alternative<StripeEventNoted>(item.record)) {
    return hinted(item.owner).value_or(OrgId(kStripeOrg));
  } else {
    return OrgId(kStripeOrg);
  }
  const auto just_decided = decided.find(object_id);
  if (const auto given =
          just_decided != decided.end() ? just_decided->second : owners_.owner_of({object_id})) {
    if (owners_.is_news(object_id, charge_id)) {
      records.said.push_back(assignment_of(object_id, *given, charge_id, "stripe"));
    }
    return *given;
  }
  const auto wanted = wanted_owner(item, object_id);
  if (!wanted) return OrgId(kStripeOrg);
  records.assignments.push_back(assignment_of(object_id, *wanted, charge_id, "stripe"));
  return *wanted;
}

// Whose its charge is, which may have been told first; else as the object says, else its customer.
// A refund or dispute says nothing of that by itself, and one that names a charge alone waits for
// the charge, whose payment may have a name of its own.
std::optional<OrgId> Intake::wanted_owner(const StripeItem& item, const StripeId& object_id) {
  const auto* payment = std::get_if<StripePaymentReported>(&item.record);
  if (payment == nullptr) return hinted(item.owner);
  const bool of_charge_alone = object_id == payment->charge_id;
  const bool is_of_payment = payment->status != PaymentStatus::kUnset;
  if (of_charge_alone && !is_of_payment) return std::nullopt;
  if (auto charges = owners_.owner_of({payment->charge_id})) return charges;
  if (auto told = is_of_payment ? hinted(item.owner) : std::nullopt) return told;
  return owners_.owner_of({payment->customer_id, item.owner.customer_id});
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

void Intake::seal_into(std::vector<Envelope>& said, std::string_view text, const StripeNews& news) {
  const auto record = std::find_if_not(said.begin(), said.end(), [](const Envelope& one) {
    return std::holds_alternative<StripeObjectAssigned>(one.payload);
  });
  std::visit(
      [&]<class Record>(Record& payload) {
        if constexpr (KeepsBody<Record>) {
          if (text.size() > stripe::kPlainBytesMax) return;
          stripe::Sealed sealed = seal(*keys_, record->org_id, text, context_of(payload, news));
          if (sealed.bytes.size() > kSealedBytesMax) return;
          payload.data_key_id = sealed.data_key_id;
          payload.sealed = Bytes(std::move(sealed.bytes));
        }
      },
      record->payload);
}

}  // namespace nemo::stripe_ledger
