#pragma once

#include <string_view>
#include <utility>

#include "adapters/stripe_events/object_view.h"
#include "adapters/stripe_events/stripe_news.h"

namespace nemo::stripe_events {

// What the readers of one event share. Each reads `object` and adds what it says.
struct Reading {
  StripeNews& news;
  ObjectView object;  // data.object, or what was asked for

  std::string_view type() const { return news.type.view(); }
};

// Reads a kind of event. Faults go to the object's view.
using Read = void (*)(Reading& reading);

// Whose the object says it is.
StripeOwnerHints owner_of(const ObjectView& object);

// What an object says of the payment that it belongs to: by its own members payment_intent, charge
// and invoice, or by those of a charge that is expanded in it.
StripePaymentKeys keys_of(const ObjectView& object);
// The payment's own name: of its intent, else of its charge, else none.
StripeId payment_id_of(const StripePaymentKeys& keys);

// A record that says so far only where it comes from.
template <class Record>
Record record_from(const StripeNews& news) {
  Record record;
  record.stripe_event_id = news.event_id;
  record.stripe_event_type = news.type;
  record.created = news.created;
  return record;
}

// Adds the record with the payment's names and the object's owner. Without payment_id it is given
// payment_id_of(keys); one that has no name then is missing_id.
void add_payment(Reading& reading, StripePaymentReported payment, StripePaymentKeys keys);

// The platform fee and the top-up that a checkout of ours has left in the payment's metadata.
void add_terms(StripePaymentReported& payment, const ObjectView& object);

// Adds a note of the event and its object, or of the object's payment where it is put aside; with
// the reason that a warning has.
void add_note(Reading& reading, EventNote note, std::string_view reason = {});

}  // namespace nemo::stripe_events
