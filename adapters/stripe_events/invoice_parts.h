#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/stripe_events/reading.h"

namespace nemo::stripe_events {

// One of the payments of an invoice, and what it paid of it.
struct InvoicePart {
  StripePaymentKeys keys;
  bool is_paid = false;
  std::optional<Nano> paid;
  std::optional<Nano> tax;  // its share
};

// The payments that the invoice names: in versions before basil one at most, later as many as its
// list `payments` has, where it comes with that list. A part's tax is the invoice's in proportion
// to what it paid, rounded down, and never more than that.
std::vector<InvoicePart> parts_of(const ObjectView& invoice);
// An invoice_payment, alone or in such a list, which counts in the invoice's currency.
InvoicePart part_of(const ObjectView& invoice_payment, std::string_view currency);

// Of the whole invoice.
Nano tax_of(const ObjectView& invoice);
std::optional<Nano> paid_of(const ObjectView& invoice);
// Marked as paid by its owner, or by a payment that was never Stripe's.
bool is_paid_elsewhere(const ObjectView& invoice);
// PLAN for a subscription's, CREDITS for any other.
PaymentPurpose purpose_of(const ObjectView& invoice);

}  // namespace nemo::stripe_events
