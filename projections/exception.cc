#include "projections/exception.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace nemo {
namespace {

constexpr std::array<std::string_view, kExceptionKinds> kNames = {
    "malformed",         "orphan",   "late",           "after_release", "unpriced",
    "above_hold",        "expired",  "refused",        "quarantined",   "warning",
    "quarantined_price", "suspense", "refunds_differ", "above_paid",    "unknown_payment",
    "unmatched_payout"};

struct SubjectOf {
  std::string operator()(const StripePaymentReported& record) const {
    return record.payment_id.empty() ? record.stripe_event_id.value : record.payment_id.value;
  }
  std::string operator()(const StripeObjectAssigned& record) const {
    return record.object_id.value;
  }
  std::string operator()(const SuspenseCleared& record) const { return record.object_id.value; }
  std::string operator()(const StripeTransactionReported& record) const {
    return record.transaction_id.value;
  }
  std::string operator()(const StripePayoutReported& record) const {
    return record.payout_id.empty() ? record.stripe_event_id.value : record.payout_id.value;
  }
  std::string operator()(const StripeCustomerReported& record) const {
    return record.customer_id.empty() ? record.stripe_event_id.value : record.customer_id.value;
  }
  std::string operator()(const StripeEventNoted& record) const {
    return record.stripe_event_id.value;
  }
  std::string operator()(const UsageRecorded& record) const { return record.usage_id.value; }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

}  // namespace

std::string_view name_of(ExceptionKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::string_view tie_break_of(const ExceptionRow& row) {
  if (row.kind == ExceptionKind::kExpired) return row.org_id.view();
  const bool is_told_by_text =
      row.kind == ExceptionKind::kUnknownPayment || row.kind == ExceptionKind::kQuarantinedPrice;
  return is_told_by_text ? std::string_view(row.text) : std::string_view();
}

bool is_before(const ExceptionRow& a, const ExceptionRow& b) {
  const auto order = [](const ExceptionRow& row) {
    return std::make_tuple(row.at, row.position, row.kind, std::string_view(row.subject),
                           tie_break_of(row));
  };
  return order(a) < order(b);
}

bool is_exception(const Outcome& line) {
  return (line.name.code == OutcomeCode::kSettled && line.flags != 0) ||
         (line.name.code == OutcomeCode::kAccepted && (line.flags & kFlagUnpriced) != 0) ||
         line.name.code == OutcomeCode::kExpired || line.name.code == OutcomeCode::kMalformed;
}

bool may_be_exception_by_record(const Outcome& line) {
  if (line.by_time) return false;
  const bool is_setting = line.name.code == OutcomeCode::kAccepted && line.postings.empty();
  return is_setting || is_refusal(line.name.code);
}

bool is_refusal(OutcomeCode code) {
  return code == OutcomeCode::kInvalid || code == OutcomeCode::kExistsWithDifferent ||
         code == OutcomeCode::kDeniedOrganizationUnknown || code == OutcomeCode::kNotFound;
}

const Outcome* own_line_in(std::span<const Outcome> lines) {
  const auto found =
      std::find_if(lines.begin(), lines.end(), [](const Outcome& line) { return !line.by_time; });
  return found == lines.end() ? nullptr : &*found;
}

std::string subject_of(const Payload& payload) { return std::visit(SubjectOf{}, payload); }

bool is_of_stripe(const Payload& payload) {
  return std::holds_alternative<StripePaymentReported>(payload) ||
         std::holds_alternative<StripeTransactionReported>(payload) ||
         std::holds_alternative<StripePayoutReported>(payload) ||
         std::holds_alternative<StripeCustomerReported>(payload) ||
         std::holds_alternative<StripeEventNoted>(payload) ||
         std::holds_alternative<StripeObjectAssigned>(payload);
}

}  // namespace nemo
