#pragma once

#include <cstdint>
#include <string_view>

namespace nemo {

// What Stripe calls the states of its objects. 0 is "left out"; the numbers are on the wire for
// ever. Of two that are said of one object the higher is the later one, whatever came first.
enum class PaymentStatus : std::uint8_t {
  kUnset = 0,
  kPending = 1,
  kFailed = 2,
  kCanceled = 3,
  kSucceeded = 4,
};
// What was paid for. INVOICE: an invoice that is not known yet.
enum class PaymentPurpose : std::uint8_t { kUnset = 0, kInvoice = 1, kCredits = 2, kPlan = 3 };
enum class RefundStatus : std::uint8_t {
  kUnset = 0,
  kPending = 1,
  kRequiresAction = 2,
  kSucceeded = 3,
  kCanceled = 4,
  kFailed = 5,  // it may have succeeded before
};
enum class DisputeStatus : std::uint8_t {
  kUnset = 0,
  kWarningNeedsResponse = 1,  // an inquiry, which may still become a dispute
  kWarningUnderReview = 2,
  kWarningClosed = 3,
  kNeedsResponse = 4,
  kUnderReview = 5,
  kPrevented = 6,
  kLost = 7,
  kWon = 8,
};
// What was said of a dispute's money, for events that bring no transactions.
enum class DisputeFunds : std::uint8_t { kUnset = 0, kWithdrawn = 1, kReinstated = 2 };
enum class PayoutStatus : std::uint8_t {
  kUnset = 0,
  kPending = 1,
  kInTransit = 2,
  kPaid = 3,
  kCanceled = 4,
  kFailed = 5,  // it may have been paid before
};
enum class TransactionCategory : std::uint8_t {
  kUnset = 0,
  kCharge = 1,
  kRefund = 2,
  kRefundFailure = 3,
  kDispute = 4,
  kDisputeReversal = 5,
  kPayout = 6,
  kPayoutReversal = 7,
  kFee = 8,
  kOther = 9,
};
enum class CustomerStatus : std::uint8_t { kUnset = 0, kActive = 1, kDeleted = 2 };
// Where money goes that is cleared from suspense by hand: an account of the platform.
enum class ClearingAccount : std::uint8_t {
  kUnset = 0,
  kExpenseAdjustments = 1,
  kExpenseStripeFees = 2,
  kExpenseDisputeLosses = 3,
  kTaxPayable = 4,
  kRevenuePlatformFee = 5,
  kBank = 6,
};
// Why an event was noted and no more.
enum class EventNote : std::uint8_t { kUnset = 0, kIgnored = 1, kWarning = 2, kQuarantined = 3 };

// The name as records spell it ("SUCCEEDED"); "" for kUnset and unknown numbers.
std::string_view enum_name(PaymentStatus value);
std::string_view enum_name(PaymentPurpose value);
std::string_view enum_name(RefundStatus value);
std::string_view enum_name(DisputeStatus value);
std::string_view enum_name(DisputeFunds value);
std::string_view enum_name(PayoutStatus value);
std::string_view enum_name(TransactionCategory value);
std::string_view enum_name(CustomerStatus value);
std::string_view enum_name(EventNote value);
std::string_view enum_name(ClearingAccount value);

}  // namespace nemo
