#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/payload.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What one of Stripe's events, or an object that Stripe was asked for, says to the ledger.

// The names under which Stripe speaks of one payment, as far as this event knows them.
struct StripePaymentKeys {
  StripeId payment_intent_id;
  StripeId charge_id;
  StripeId invoice_id;

  bool operator==(const StripePaymentKeys&) const = default;
};

// Whose it may be, best first. Empty what is not said, or is no id of an organization.
struct StripeOwnerHints {
  OrgId metadata_org_id;      // metadata.org_id
  OrgId client_reference_id;  // of a checkout session
  StripeId customer_id;

  bool operator==(const StripeOwnerHints&) const = default;
};

struct StripeItem {
  // StripePaymentReported, StripeTransactionReported, StripePayoutReported, StripeCustomerReported
  // or StripeEventNoted, of a right form (check_form), without data_key_id and sealed.
  Payload record;
  StripeOwnerHints owner;
  StripePaymentKeys keys;

  bool operator==(const StripeItem&) const = default;
};

struct StripeNews {
  StripeId event_id;  // where it has none: "unread_" and 32 digits of its text's SHA-256
  Label type;
  TimeMs created;                 // the event's
  bool tells_mode = false;        // many objects have no livemode, and no text that cannot be read
  bool livemode = false;          // whoever asks checks it, and the account
  std::string account;            // "" for the endpoint's own
  std::string api_version;        // "" where it is not told
  std::vector<StripeItem> items;  // never empty

  bool operator==(const StripeNews&) const = default;
};

// Reads an event, a snapshot of any API version or a thin one, from the text of its JSON. What
// moves no money here is one StripeEventNoted, IGNORED or a WARNING; what cannot be believed is one
// too, QUARANTINED with a fault_name, and nothing else of that event counts. Of one payment each
// event says only what it knows for good; what may still grow (an amount that is not captured yet)
// is left out. `text` is smaller than 4 GiB. Pure; throws nothing but std::bad_alloc. Any thread.
StripeNews read_stripe_event(std::string_view text);

// The same of an object that was asked for at `asked_at`: balance_transaction (its source expanded
// or not), charge, payment_intent, checkout.session, refund, dispute, invoice, invoice_payment,
// payout, customer, or a list of such; other objects are IGNORED. `created` is asked_at, the type
// "object." and what it is ("object.charge"), and the event's id the object's with 12 digits of the
// text's SHA-256 ("ch_1.0123456789ab"): an object that has changed is new, the same text is not.
StripeNews read_stripe_object(std::string_view text, TimeMs asked_at);

}  // namespace nemo
