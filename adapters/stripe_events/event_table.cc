#include "adapters/stripe_events/event_table.h"

#include <algorithm>

namespace nemo::stripe_events {
namespace {

constexpr EventRow kEvents[] = {
    {"checkout.session.completed", "checkout.session", read_checkout},
    {"checkout.session.async_payment_succeeded", "checkout.session", read_checkout},
    {"checkout.session.async_payment_failed", "checkout.session", read_checkout},
    {"checkout.session.expired", "checkout.session", read_checkout},

    {"payment_intent.created", "payment_intent", read_payment_intent},
    {"payment_intent.processing", "payment_intent", read_payment_intent},
    {"payment_intent.requires_action", "payment_intent", read_payment_intent},
    {"payment_intent.amount_capturable_updated", "payment_intent", read_payment_intent},
    {"payment_intent.partially_funded", "payment_intent", read_payment_intent},
    {"payment_intent.payment_failed", "payment_intent", read_payment_intent},
    {"payment_intent.canceled", "payment_intent", read_payment_intent},
    {"payment_intent.succeeded", "payment_intent", read_payment_intent},

    {"charge.pending", "charge", read_charge},
    {"charge.succeeded", "charge", read_charge},
    {"charge.captured", "charge", read_charge},
    {"charge.updated", "charge", read_charge},
    {"charge.refunded", "charge", read_charge},
    {"charge.failed", "charge", read_charge},
    {"charge.expired", "charge", read_charge},

    {"refund.created", "refund", read_refund},
    {"refund.updated", "refund", read_refund},
    {"refund.failed", "refund", read_refund},
    {"charge.refund.updated", "refund", read_refund},

    {"charge.dispute.created", "dispute", read_dispute},
    {"charge.dispute.updated", "dispute", read_dispute},
    {"charge.dispute.funds_withdrawn", "dispute", read_dispute},
    {"charge.dispute.funds_reinstated", "dispute", read_dispute},
    {"charge.dispute.closed", "dispute", read_dispute},

    {"invoice.paid", "invoice", read_invoice},
    {"invoice.payment_succeeded", "invoice", read_invoice},
    {"invoice.payment_failed", "invoice", read_invoice},
    {"invoice.payment_action_required", "invoice", read_invoice},
    {"invoice.voided", "invoice", read_invoice},
    {"invoice_payment.paid", "invoice_payment", read_invoice_payment},

    {"customer.created", "customer", read_customer},
    {"customer.updated", "customer", read_customer},
    {"customer.deleted", "customer", read_customer},
    {"customer.subscription.created", "subscription", read_subscription},
    {"customer.subscription.updated", "subscription", read_subscription},
    {"customer.subscription.pending_update_applied", "subscription", read_subscription},
    {"customer.subscription.paused", "subscription", read_subscription},
    {"customer.subscription.resumed", "subscription", read_subscription},
    {"customer.subscription.deleted", "subscription", read_subscription},

    {"payout.created", "payout", read_payout},
    {"payout.updated", "payout", read_payout},
    {"payout.paid", "payout", read_payout},
    {"payout.failed", "payout", read_payout},
    {"payout.canceled", "payout", read_payout},
    {"payout.reconciliation_completed", "payout", read_payout},

    {"radar.early_fraud_warning.created", "radar.early_fraud_warning", read_risk},
    {"radar.early_fraud_warning.updated", "radar.early_fraud_warning", read_risk},
    {"review.opened", "review", read_risk},
    {"review.closed", "review", read_risk},
};

constexpr EventRow kObjects[] = {
    {"object.balance_transaction", "balance_transaction", read_balance_transaction},
    {"object.charge", "charge", read_charge},
    {"object.payment_intent", "payment_intent", read_payment_intent},
    {"object.checkout.session", "checkout.session", read_checkout},
    {"object.refund", "refund", read_refund},
    {"object.dispute", "dispute", read_dispute},
    {"object.invoice", "invoice", read_invoice},
    {"object.invoice_payment", "invoice_payment", read_invoice_payment},
    {"object.customer", "customer", read_customer},
    {"object.payout", "payout", read_payout},
};

template <class Rows, class Matches>
const EventRow* first(const Rows& rows, Matches matches) {
  const auto row = std::find_if(std::begin(rows), std::end(rows), matches);
  return row == std::end(rows) ? nullptr : &*row;
}

}  // namespace

std::span<const EventRow> event_table() { return kEvents; }

const EventRow* event_row(std::string_view type) {
  return first(kEvents, [type](const EventRow& row) { return row.type == type; });
}

const EventRow* object_row(std::string_view object) {
  return first(kObjects, [object](const EventRow& row) { return row.object == object; });
}

}  // namespace nemo::stripe_events
