#include "events/catalog/stripe_enums.h"

#include <array>

#include "events/catalog/enum_names.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, 5> kPaymentStatusNames = {"", "PENDING", "FAILED",
                                                                 "CANCELED", "SUCCEEDED"};
constexpr std::array<std::string_view, 4> kPaymentPurposeNames = {"", "INVOICE", "CREDITS", "PLAN"};
constexpr std::array<std::string_view, 6> kRefundStatusNames = {
    "", "PENDING", "REQUIRES_ACTION", "SUCCEEDED", "CANCELED", "FAILED"};
constexpr std::array<std::string_view, 9> kDisputeStatusNames = {"",
                                                                 "WARNING_NEEDS_RESPONSE",
                                                                 "WARNING_UNDER_REVIEW",
                                                                 "WARNING_CLOSED",
                                                                 "NEEDS_RESPONSE",
                                                                 "UNDER_REVIEW",
                                                                 "PREVENTED",
                                                                 "LOST",
                                                                 "WON"};
constexpr std::array<std::string_view, 3> kDisputeFundsNames = {"", "WITHDRAWN", "REINSTATED"};
constexpr std::array<std::string_view, 6> kPayoutStatusNames = {"",     "PENDING",  "IN_TRANSIT",
                                                                "PAID", "CANCELED", "FAILED"};
constexpr std::array<std::string_view, 10> kTransactionCategoryNames = {
    "",       "CHARGE",          "REFUND", "REFUND_FAILURE", "DISPUTE", "DISPUTE_REVERSAL",
    "PAYOUT", "PAYOUT_REVERSAL", "FEE",    "OTHER"};
constexpr std::array<std::string_view, 3> kCustomerStatusNames = {"", "ACTIVE", "DELETED"};
constexpr std::array<std::string_view, 4> kEventNoteNames = {"", "IGNORED", "WARNING",
                                                             "QUARANTINED"};
constexpr std::array<std::string_view, 7> kClearingAccountNames = {"",
                                                                   "EXPENSE_ADJUSTMENTS",
                                                                   "EXPENSE_STRIPE_FEES",
                                                                   "EXPENSE_DISPUTE_LOSSES",
                                                                   "TAX_PAYABLE",
                                                                   "REVENUE_PLATFORM_FEE",
                                                                   "BANK"};

}  // namespace

std::string_view enum_name(PaymentStatus value) { return name_of(kPaymentStatusNames, value); }
std::string_view enum_name(PaymentPurpose value) { return name_of(kPaymentPurposeNames, value); }
std::string_view enum_name(RefundStatus value) { return name_of(kRefundStatusNames, value); }
std::string_view enum_name(DisputeStatus value) { return name_of(kDisputeStatusNames, value); }
std::string_view enum_name(DisputeFunds value) { return name_of(kDisputeFundsNames, value); }
std::string_view enum_name(PayoutStatus value) { return name_of(kPayoutStatusNames, value); }
std::string_view enum_name(TransactionCategory value) {
  return name_of(kTransactionCategoryNames, value);
}
std::string_view enum_name(CustomerStatus value) { return name_of(kCustomerStatusNames, value); }
std::string_view enum_name(EventNote value) { return name_of(kEventNoteNames, value); }
std::string_view enum_name(ClearingAccount value) { return name_of(kClearingAccountNames, value); }

}  // namespace nemo
