#include "adapters/stripe_ledger/top_up_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "adapters/stripe_ledger/records.h"

namespace nemo::stripe_ledger {

TopUpId top_up_id_of(const LowBalances::Low& low) {
  std::string id = "topup";
  for (const auto part : {low.since.value, std::int64_t{low.told_at.partition}, low.told_at.offset,
                          std::int64_t{low.line}, std::int64_t{low.attempt}}) {
    id.append("-").append(std::to_string(part));
  }
  return TopUpId(id);
}

Envelope top_up_record(Payload payload, const OrgId& org_id, std::string_view what,
                       const TopUpId& top_up_id) {
  const EventId event_id = stripe_event_id(what, top_up_id.view(), org_id.view());
  return stripe_record(std::move(payload), org_id, event_id);
}

std::optional<Nano> granted_by(const Outcome& line) {
  const auto* bought = std::get_if<TopUpDetail>(&line.detail);
  const bool is_granted = line.name.code == OutcomeCode::kAccepted && bought != nullptr;
  return is_granted ? bought->amount_nano : std::nullopt;
}

StripeId payer_of(const StripeId& last, const std::vector<LinkedCustomer>& customers) {
  const auto rank = [](const LinkedCustomer& one) {
    return std::pair(one.status == CustomerStatus::kActive, one.status_at);
  };
  const LinkedCustomer* best = nullptr;
  bool is_gone = last.empty();
  for (const LinkedCustomer& one : customers) {
    const bool is_deleted = one.status == CustomerStatus::kDeleted;
    is_gone = is_gone || (is_deleted && one.customer_id == last);
    if (is_deleted || one.customer_id.empty()) continue;
    if (best == nullptr || rank(*best) < rank(one)) best = &one;
  }
  return is_gone && best != nullptr ? best->customer_id : last;
}

// What is under way may end any time.
TimeMs next_time(const Outcome& line, TimeMs now) {
  const TimeMs soon{now.value + kSoonMs};
  const TimeMs late{now.value + kLateMs};
  const auto* limit = std::get_if<LimitDetail>(&line.detail);
  if (limit == nullptr || !limit->retry_at) return late;
  const bool is_under_way = limit->limit == 1 && limit->used == 1;
  return std::max(soon, is_under_way ? std::min(*limit->retry_at, late) : *limit->retry_at);
}

bool is_the_customers(const stripe_api::StripeError& error) {
  using Kind = stripe_api::StripeError::Kind;
  if (error.kind == Kind::kDeclined) return true;
  return error.kind == Kind::kRejected && error.type != "idempotency_error" &&
         (error.status == 0 || error.param == "customer" || error.param == "payment_method");
}

}  // namespace nemo::stripe_ledger
