#include "projections/traffic_report.h"

#include <numeric>

namespace nemo {
namespace {

std::string reservation_key(const OrgId& org_id, const ReservationId& reservation_id) {
  std::string key = org_id.value;
  key.push_back('\0');
  return key += reservation_id.value;
}

bool ended_a_hold(const Outcome& line) {
  constexpr int kHoldWasGone = kFlagLate | kFlagAfterRelease | kFlagOrphan;
  return line.name.code == OutcomeCode::kReleased || line.name.code == OutcomeCode::kExpired ||
         (line.name.code == OutcomeCode::kSettled && (line.flags & kHoldWasGone) == 0);
}

bool is_repeat(OutcomeCode code) {
  return code >= OutcomeCode::kAlreadySettled && code <= OutcomeCode::kExistsWithDifferent;
}

bool is_refused(OutcomeCode code) {
  return code >= OutcomeCode::kNotFound && code <= OutcomeCode::kMalformed;
}

// Of one account in a posting: what it gained as a credit.
Wide credited(const Posting& posting, Account account) {
  return (posting.credit == account ? posting.amount.wide() : 0) -
         (posting.debit == account ? posting.amount.wide() : 0);
}

}  // namespace

std::int64_t TrafficReport::denied_in_all() const {
  return std::accumulate(denied.begin(), denied.end(), std::int64_t{0});
}

void TrafficFold::add(const Envelope& envelope, std::span<const Outcome> lines) {
  ++report_.records;
  for (const Outcome& line : lines) {
    ++report_.lines;
    if (!report_.first_at) report_.first_at = line.at;
    report_.last_at = std::max(report_.last_at, line.at);
    add_line(envelope, line);
    add_postings(line);
    keep_balance(line);
    report_.holds_open -= ended_a_hold(line) ? 1 : 0;
  }
}

void TrafficFold::add_line(const Envelope& envelope, const Outcome& line) {
  const OutcomeCode code = line.name.code;
  const bool asked = std::holds_alternative<ReservationRequested>(envelope.payload);
  if (code == OutcomeCode::kExpired) {
    ++report_.expired;
  } else if (code == OutcomeCode::kBudgetAlert) {
    ++report_.alerts;
  } else if (const auto* expired = std::get_if<CreditExpiredDetail>(&line.detail)) {
    ++report_.credits_expired;
    report_.credits_expired_nano += expired->amount_nano.wide();
  } else if (code == OutcomeCode::kReleased) {
    ++report_.released;
  } else if (is_repeat(code)) {
    ++report_.repeated;
  } else if (is_refused(code)) {
    ++report_.refused;
  } else if (asked) {
    add_request(envelope, line);
  } else if (std::holds_alternative<ReservationIncreased>(envelope.payload)) {
    ++(code == OutcomeCode::kGranted ? report_.increases_granted : report_.increases_denied);
  } else if (std::holds_alternative<SettledDetail>(line.detail)) {
    add_settlement(envelope, line);
  }
}

void TrafficFold::add_request(const Envelope& envelope, const Outcome& line) {
  const auto& request = std::get<ReservationRequested>(envelope.payload);
  const auto model = report_.models.try_emplace(request.model.value).first;
  ++model->second.calls;
  ++report_.calls;
  const bool granted = line.name.code == OutcomeCode::kGranted;
  if (granted) {
    ++report_.granted;
    ++report_.holds_open;
    models_of_reservations_[reservation_key(envelope.org_id, request.reservation_id)] =
        &model->first;
  } else {
    ++report_.denied[static_cast<std::size_t>(line.name.code)];
  }
  if (!line.balance) return;  // no such organization
  TrafficReport::Customer& customer = report_.customers[envelope.org_id.value];
  ++customer.calls;
  ++(granted ? customer.granted : customer.denied);
}

void TrafficFold::add_settlement(const Envelope& envelope, const Outcome& line) {
  const Nano cost = std::get<SettledDetail>(line.detail).cost_nano;
  report_.unpriced += (line.flags & kFlagUnpriced) != 0;
  if (const auto* usage = std::get_if<UsageRecorded>(&envelope.payload)) {
    ++report_.unreserved;
    return add_spend(envelope.org_id, usage->model.value, cost);
  }
  const auto& settlement = std::get<ReservationSettled>(envelope.payload);
  ++report_.settled;
  report_.above_hold += (line.flags & kFlagAboveHold) != 0;
  report_.late += (line.flags & kFlagLate) != 0;
  report_.after_release += (line.flags & kFlagAfterRelease) != 0;
  report_.orphan += (line.flags & kFlagOrphan) != 0;
  const auto reserved =
      models_of_reservations_.find(reservation_key(envelope.org_id, settlement.reservation_id));
  std::string model = settlement.model.value;
  if (reserved != models_of_reservations_.end()) {
    if (model.empty()) model = *reserved->second;
    models_of_reservations_.erase(reserved);
  }
  add_spend(envelope.org_id, model, cost);
}

void TrafficFold::add_spend(const OrgId& org_id, const std::string& model, Nano cost) {
  report_.spend += cost.wide();
  TrafficReport::Customer& customer = report_.customers[org_id.value];
  ++customer.settled;
  customer.spend += cost.wide();
  TrafficReport::Model& of_model = report_.models[model];
  ++of_model.settled;
  of_model.spend += cost.wide();
}

void TrafficFold::add_postings(const Outcome& line) {
  for (const Posting& posting : line.postings) {
    report_.usage_revenue += credited(posting, Account::kRevenueUsage);
    report_.platform_fees += credited(posting, Account::kRevenuePlatformFee);
  }
}

void TrafficFold::keep_balance(const Outcome& line) {
  if (!line.balance) return;
  TrafficReport::Customer& customer = report_.customers[line.org_id.value];
  report_.held += line.balance->held_nano.wide() - customer.balance.held_nano.wide();
  customer.balance = *line.balance;
}

}  // namespace nemo
