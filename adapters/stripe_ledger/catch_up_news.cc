#include "adapters/stripe_ledger/catch_up_news.h"

#include "events/catalog/stripe_unnamed_payment.h"

namespace nemo::stripe_ledger {

const StripeTransactionReported* transaction_of(const StripeNews& news) {
  for (const StripeItem& item : news.items) {
    const auto* moved = std::get_if<StripeTransactionReported>(&item.record);
    if (moved != nullptr) return moved;
  }
  return nullptr;
}

StripeId invoice_without_payment(const StripeNews& news) {
  const auto* said = std::get_if<StripePaymentReported>(&news.items.front().record);
  const bool unnamed = said != nullptr && names_no_payment(*said);
  return unnamed ? said->payment_id : StripeId();
}

StripeId reconciled_payout(const StripeNews& news) {
  const auto* said = std::get_if<StripePayoutReported>(&news.items.front().record);
  const bool whole = said != nullptr && news.type.view() == "payout.reconciliation_completed";
  return whole ? said->payout_id : StripeId();
}

bool is_never_told(const stripe_api::StripeError& error) {
  return error.kind == stripe_api::StripeError::Kind::kNotFound ||
         error.kind == stripe_api::StripeError::Kind::kRejected;
}

}  // namespace nemo::stripe_ledger
