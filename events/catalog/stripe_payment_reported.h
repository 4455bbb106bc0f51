#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/catalog/stripe_enums.h"
#include "events/catalog/stripe_payment_parts.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What Stripe says of one payment: its money, its refunds, its disputes, as far as the event tells.
// What is said is added to what is known, so that neither order nor repetition matters. In the
// organization that paid; what is nobody's yet is in kStripeOrg.
struct StripePaymentReported {
  static constexpr std::string_view kName = "stripe_payment_reported";
  static constexpr int kTag = 90;

  StripeId stripe_event_id;
  Label stripe_event_type;
  std::optional<TimeMs> created;  // the event's; the first of a payment's where none has paid_at
  StripeId payment_id;            // pi_; where there is none the charge's, session's or invoice's
  StripeId charge_id;
  StripeId customer_id;
  PaymentStatus status{};
  std::optional<Nano> amount_nano;      // all that was paid, tax included
  std::optional<Nano> tax_nano;         // of it
  std::optional<std::int64_t> fee_bps;  // the platform fee that was pinned at the checkout
  std::optional<TimeMs> paid_at;        // the payment's own time at Stripe
  PaymentPurpose purpose{};             // left out: credits
  std::optional<Nano> refunded_nano;    // cumulative, by the charge; only compared
  std::vector<StripeRefund> refunds;
  std::vector<StripeDispute> disputes;
  TopUpId top_up_id;  // of the automatic top-up that asked for it
  DataKeyId data_key_id;
  Bytes sealed;  // the event as it came, sealed with that key

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kStripeEventId, 1, self.stripe_event_id);
    visit(Field::kStripeEventType, 2, self.stripe_event_type);
    visit(Field::kCreated, 3, self.created);
    visit(Field::kPaymentId, 4, self.payment_id);
    visit(Field::kChargeId, 5, self.charge_id);
    visit(Field::kCustomerId, 6, self.customer_id);
    visit(Field::kStatus, 7, self.status);
    visit(Field::kAmountNano, 8, self.amount_nano);
    visit(Field::kTaxNano, 9, self.tax_nano);
    visit(Field::kFeeBps, 10, self.fee_bps);
    visit(Field::kPaidAt, 11, self.paid_at);
    visit(Field::kPurpose, 12, self.purpose);
    visit(Field::kRefundedNano, 13, self.refunded_nano);
    visit(Field::kRefunds, 14, self.refunds);
    visit(Field::kDisputes, 15, self.disputes);
    visit(Field::kTopUpId, 16, self.top_up_id);
    visit(Field::kDataKeyId, 17, self.data_key_id);
    visit(Field::kSealed, 18, self.sealed);
  }
  bool operator==(const StripePaymentReported&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const StripePaymentReported& record);

}  // namespace nemo
