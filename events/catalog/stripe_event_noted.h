#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/values/text.h"

namespace nemo {

// A Stripe event that moves no money here: ignored, a warning, or one that nobody could read or
// believe (quarantined), with the reason.
struct StripeEventNoted {
  static constexpr std::string_view kName = "stripe_event_noted";
  static constexpr int kTag = 94;

  StripeId stripe_event_id;
  Label stripe_event_type;
  EventNote note{};
  StripeId object_id;
  Label reason;  // required where quarantined
  DataKeyId data_key_id;
  Bytes sealed;  // the event as it came, sealed with that key

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kStripeEventId, 1, self.stripe_event_id);
    visit(Field::kStripeEventType, 2, self.stripe_event_type);
    visit(Field::kNote, 3, self.note);
    visit(Field::kObjectId, 4, self.object_id);
    visit(Field::kReason, 5, self.reason);
    visit(Field::kDataKeyId, 6, self.data_key_id);
    visit(Field::kSealed, 7, self.sealed);
  }
  bool operator==(const StripeEventNoted&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripeEventNoted& record);

}  // namespace nemo
