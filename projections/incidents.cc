#include "projections/incidents.h"

#include <algorithm>
#include <array>

namespace nemo {
namespace {

struct FlagText {
  OutcomeFlag flag;
  ExceptionKind kind;
  std::string_view text;
};
constexpr std::array<FlagText, 5> kFlagTexts = {{
    {kFlagAboveHold, ExceptionKind::kAboveHold, "the cost is above what was held"},
    {kFlagLate, ExceptionKind::kLate, "settled after the hold had expired"},
    {kFlagAfterRelease, ExceptionKind::kAfterRelease, "settled after the hold was released"},
    {kFlagOrphan, ExceptionKind::kOrphan, "settled without such a reservation"},
    {kFlagUnpriced, ExceptionKind::kUnpriced, "usage of a model without a price"},
}};

bool is_after(const ExceptionRow& a, const ExceptionRow& b) { return is_before(b, a); }

ExceptionRow row_of(const Outcome& line, ExceptionKind kind) {
  return {line.position, line.at, line.org_id, kind, line.reservation_id.value, {}, {}};
}

std::optional<Wide> wide(std::optional<Nano> amount) {
  return amount ? std::optional(amount->wide()) : std::nullopt;
}

std::optional<Wide> amount_in(const Payload& payload) {
  if (const auto* payment = std::get_if<StripePaymentReported>(&payload)) {
    return wide(payment->amount_nano);
  }
  if (const auto* transaction = std::get_if<StripeTransactionReported>(&payload)) {
    return wide(transaction->amount_nano);
  }
  const auto* payout = std::get_if<StripePayoutReported>(&payload);
  return payout == nullptr ? std::nullopt : wide(payout->amount_nano);
}

// A payment's charge, told after whose the payment is.
bool is_news_of_a_charge(const Payload& payload, OutcomeName name) {
  return std::holds_alternative<StripeObjectAssigned>(payload) &&
         name == OutcomeName{OutcomeCode::kExistsWithDifferent, Field::kChargeId};
}

std::string text_of(const StripeEventNoted& noted) {
  std::string text = noted.stripe_event_type.value;
  if (!noted.object_id.empty()) text += " of " + noted.object_id.value;
  if (!noted.reason.empty()) text += ": " + noted.reason.value;
  return text;
}

std::string text_of(const StripeCustomerReported& said) {
  std::string text = said.stripe_event_type.value;
  if (!said.subscription_id.empty()) text += " of " + said.subscription_id.value;
  return text + ": the plan " + said.plan.value + " is not defined";
}

}  // namespace

void Incidents::add(const Envelope& envelope, std::span<const Outcome> lines) {
  for (const Outcome& line : lines) {
    if (is_exception(line)) add_line(envelope, line);
  }
  if (const Outcome* own = own_line_in(lines)) add_own(envelope, *own);
}

void Incidents::add_line(const Envelope& envelope, const Outcome& line) {
  if (line.name.code == OutcomeCode::kMalformed) {
    ExceptionRow row = row_of(line, ExceptionKind::kMalformed);
    if (line.event_id) row.subject = format_event_id(*line.event_id);
    if (const auto* detail = std::get_if<MalformedDetail>(&line.detail)) {
      row.text = enum_name(detail->reason);
    }
    return keep(std::move(row));
  }
  if (line.name.code != OutcomeCode::kExpired) return add_flags(envelope, line);
  ExceptionRow row = row_of(line, ExceptionKind::kExpired);
  if (const auto* back = std::get_if<AmountDetail>(&line.detail)) {
    row.amount = back->amount_nano.wide();
  }
  row.text = "the hold expired before anybody settled it";
  keep(std::move(row));
}

void Incidents::add_flags(const Envelope& envelope, const Outcome& line) {
  for (const FlagText& one : kFlagTexts) {
    if ((line.flags & one.flag) == 0) continue;
    ExceptionRow row = row_of(line, one.kind);
    if (row.subject.empty()) row.subject = subject_of(envelope.payload);
    if (const auto* settled = std::get_if<SettledDetail>(&line.detail)) {
      row.amount = settled->cost_nano.wide();
    }
    row.text = one.text;
    keep(std::move(row));
  }
}

void Incidents::add_own(const Envelope& envelope, const Outcome& line) {
  if (is_news_of_a_charge(envelope.payload, line.name)) return;
  if (is_of_stripe(envelope.payload) && is_refusal(line.name.code)) {
    ExceptionRow row = row_of(line, ExceptionKind::kRefused);
    row.subject = subject_of(envelope.payload);
    row.amount = amount_in(envelope.payload);
    row.text = format_outcome_name(line.name);
    return keep(std::move(row));
  }
  const auto* customer = std::get_if<StripeCustomerReported>(&envelope.payload);
  if (customer != nullptr && (line.flags & kFlagUnknownPlan) != 0) {
    ExceptionRow row = row_of(line, ExceptionKind::kWarning);
    row.subject = customer->stripe_event_id.value;
    row.text = text_of(*customer);
    row.object_id = customer->subscription_id.value;
    return keep(std::move(row));
  }
  const auto* noted = std::get_if<StripeEventNoted>(&envelope.payload);
  if (noted == nullptr || line.name.code != OutcomeCode::kAccepted) return;
  if (noted->note != EventNote::kQuarantined && noted->note != EventNote::kWarning) return;
  const bool is_warning = noted->note == EventNote::kWarning;
  ExceptionRow row =
      row_of(line, is_warning ? ExceptionKind::kWarning : ExceptionKind::kQuarantined);
  row.subject = noted->stripe_event_id.value;
  row.text = text_of(*noted);
  row.object_id = noted->object_id.value;
  keep(std::move(row));
}

void Incidents::keep(ExceptionRow row) {
  rows_.push_back(std::move(row));
  std::push_heap(rows_.begin(), rows_.end(), is_after);
  if (rows_.size() <= most_) return;
  std::pop_heap(rows_.begin(), rows_.end(), is_after);
  rows_.pop_back();
  ++left_out_;
}

}  // namespace nemo
