#include "adapters/stripe_events/invoice_parts.h"

#include <algorithm>

#include "events/values/integer.h"

namespace nemo::stripe_events {
namespace {

void share_tax(std::vector<InvoicePart>& parts, Nano tax) {
  Wide paid = 0;
  for (const InvoicePart& part : parts) paid += part.paid.value_or(Nano{}).wide();
  const Wide shared = std::min(tax.wide(), paid);
  for (InvoicePart& part : parts) {
    // Both are below 2^63, so the product fits; the quotient is at most what the part paid.
    if (part.paid && paid > 0) part.tax = Nano{*narrow(shared * part.paid->wide() / paid)};
  }
}

// Before basil: the invoice names its only payment itself.
InvoicePart single_part(const ObjectView& invoice) {
  InvoicePart part;
  part.keys = keys_of(invoice);
  part.keys.invoice_id = invoice.own_id();
  part.is_paid = invoice.flag("paid") == true || invoice.text("status") == "paid";
  part.paid = paid_of(invoice);
  return part;
}

}  // namespace

// Either the one number of old versions or the sum of a list.
Nano tax_of(const ObjectView& invoice) {
  const std::string_view currency = invoice.text("currency");
  if (const auto tax = invoice.amount("tax", currency)) return *tax;
  const char* list = invoice.has("total_taxes") ? "total_taxes" : "total_tax_amounts";
  Wide sum = 0;
  for (const ObjectView& tax : invoice.objects(list)) {
    sum += tax.amount("amount", currency).value_or(Nano{}).wide();
  }
  if (!fits_int64(sum)) invoice.refuse(StripeFault::kAmountTooLarge);
  return Nano{narrow(sum).value_or(0)};
}

InvoicePart part_of(const ObjectView& invoice_payment, std::string_view currency) {
  InvoicePart part;
  part.keys = keys_of(invoice_payment.object("payment"));
  part.keys.invoice_id = invoice_payment.id("invoice");
  part.is_paid = invoice_payment.text("status") == "paid";
  part.paid = invoice_payment.amount("amount_paid", currency);
  return part;
}

std::vector<InvoicePart> parts_of(const ObjectView& invoice) {
  std::vector<InvoicePart> parts;
  const InvoicePart single = single_part(invoice);
  if (!payment_id_of(single.keys).empty()) {
    if (!is_paid_elsewhere(invoice)) parts.push_back(single);
  } else {
    for (const ObjectView& payment : invoice.objects("payments")) {
      parts.push_back(part_of(payment, invoice.text("currency")));
      parts.back().keys.invoice_id = single.keys.invoice_id;
      if (!parts.back().is_paid) parts.back().paid.reset();
    }
  }
  share_tax(parts, tax_of(invoice));
  return parts;
}

std::optional<Nano> paid_of(const ObjectView& invoice) {
  const std::string_view currency = invoice.text("currency");
  const std::optional<Nano> paid = invoice.amount("amount_paid", currency);
  return paid || invoice.has("amount_paid") ? paid : invoice.amount("amount_due", currency);
}

bool is_paid_elsewhere(const ObjectView& invoice) {
  if (invoice.flag("paid_out_of_band") == true) return true;
  const std::vector<ObjectView> payments = invoice.objects("payments");
  return std::any_of(payments.begin(), payments.end(), [](const ObjectView& payment) {
    return payment_id_of(keys_of(payment.object("payment"))).empty();
  });
}

PaymentPurpose purpose_of(const ObjectView& invoice) {
  const ObjectView details = invoice.object("parent").object("subscription_details");
  const bool subscribed = invoice.has("subscription") || details.has("subscription") ||
                          invoice.text("billing_reason").starts_with("subscription");
  return subscribed ? PaymentPurpose::kPlan : PaymentPurpose::kCredits;
}

}  // namespace nemo::stripe_events
