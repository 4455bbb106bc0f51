#include "adapters/stripe_events/reading.h"

#include "events/catalog/envelope.h"
#include "events/wire/json_text.h"

namespace nemo::stripe_events {
namespace {

constexpr std::int64_t kFeeBpsMax = 10'000;

OrgId organization(std::string_view text) {
  const bool right = is_id_form(text) && text != kLedgerOrg && text != kStripeOrg;
  return right ? OrgId(text) : OrgId();
}

}  // namespace

StripeOwnerHints owner_of(const ObjectView& object) {
  return {organization(object.object("metadata").text("org_id")),
          organization(object.text("client_reference_id")), object.id("customer")};
}

StripePaymentKeys keys_of(const ObjectView& object) {
  StripePaymentKeys keys{object.id("payment_intent"), object.id("charge"), object.id("invoice")};
  const ObjectView charge = object.object("charge");
  if (charge && keys.payment_intent_id.empty())
    keys.payment_intent_id = charge.id("payment_intent");
  return keys;
}

StripeId payment_id_of(const StripePaymentKeys& keys) {
  return keys.payment_intent_id.empty() ? keys.charge_id : keys.payment_intent_id;
}

void add_payment(Reading& reading, StripePaymentReported payment, StripePaymentKeys keys) {
  StripeOwnerHints owner = owner_of(reading.object);
  if (payment.payment_id.empty()) payment.payment_id = payment_id_of(keys);
  if (payment.payment_id.empty()) reading.object.refuse(StripeFault::kMissingId);
  payment.charge_id = keys.charge_id;
  payment.customer_id = owner.customer_id;
  reading.news.items.push_back({std::move(payment), std::move(owner), std::move(keys)});
}

void add_terms(StripePaymentReported& payment, const ObjectView& object) {
  const ObjectView metadata = object.object("metadata");
  std::int64_t fee_bps = 0;
  if (wire::parse_integer(metadata.text("fee_bps"), fee_bps) && fee_bps >= 0 &&
      fee_bps <= kFeeBpsMax) {
    payment.fee_bps = fee_bps;
  }
  const TopUpId top_up_id(metadata.text("top_up_id"));
  if (is_id_form(top_up_id.view())) payment.top_up_id = top_up_id;
}

// What a note says beside its event only helps whoever looks for it: no fault of it counts. What
// is put aside is of the payment where the object belongs to one, and is no charge itself.
void add_note(Reading& reading, EventNote note, std::string_view reason) {
  StripeFault unheeded = StripeFault::kNone;
  const ObjectView object = reading.object.with(unheeded);
  StripeEventNoted noted;
  noted.stripe_event_id = reading.news.event_id;
  noted.stripe_event_type = reading.news.type;
  noted.note = note;
  StripePaymentKeys keys = keys_of(object);
  const StripeId payment_id = payment_id_of(keys);
  const bool is_of_payment =
      note == EventNote::kQuarantined && !payment_id.empty() && object.text("object") != "charge";
  noted.object_id = is_of_payment ? payment_id : object.own_id();
  noted.reason = Label(reason);
  reading.news.items.push_back({std::move(noted), owner_of(object), std::move(keys)});
}

}  // namespace nemo::stripe_events
