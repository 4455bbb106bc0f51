#include "engine/transitions/top_ups.h"

#include <algorithm>

#include "engine/transitions/plans.h"

namespace nemo {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kDebitMs = 14 * kDayMs;  // the slowest of a bank's debits
constexpr std::int64_t kFailuresMax = 6;        // 2^5 hours are above a day

// When what was asked for has failed if nobody told how it ended.
TimeMs pending_until(const TopUpState& top_up) {
  return {top_up.pending_since.value + (top_up.pending_is_told ? kDebitMs : kDayMs)};
}

TimeMs day_start(TimeMs time) { return window_start(Period::kDaily, time); }

void set_failures(TopUpState& top_up, std::int64_t failures) {
  top_up.failures = std::min(failures, kFailuresMax);
  top_up.retry_at = {INT64_MIN};
  if (top_up.failed.empty()) return;
  const std::int64_t pause = std::min(kHourMs << (top_up.failures - 1), kDayMs);
  top_up.retry_at.value = top_up.failed.back().failed_at.value + pause;
}

void end_pending(TopUpState& top_up) {
  top_up.pending = {};
  top_up.pending_is_told = false;
}

// The one under way has failed. Of more failures than count the first are forgotten.
void fail_top_up(TopUpState& top_up, TimeMs now) {
  std::vector<FailedTopUp>& failed = top_up.failed;
  failed.push_back({top_up.pending, now});
  if (std::ssize(failed) > kFailuresMax) failed.erase(failed.begin());
  end_pending(top_up);
  set_failures(top_up, top_up.failures + 1);
}

// Also of one that was told to have failed: those asked for after it are what is left of the row.
void succeed_top_up(TopUpState& top_up, const TopUpId& id) {
  std::vector<FailedTopUp>& failed = top_up.failed;
  auto last = failed.end();
  if (top_up.pending == id) {
    end_pending(top_up);
  } else {
    last = std::find_if(failed.begin(), failed.end(),
                        [&id](const FailedTopUp& other) { return other.top_up_id == id; });
    if (last == failed.end()) return;
    ++last;
  }
  failed.erase(failed.begin(), last);
  set_failures(top_up, std::ssize(failed));
}

// Whoever was told of and is not gone can pay; before anybody was told of, somebody may.
bool nobody_is_left(const CustomerState& customer) {
  const std::vector<LinkedCustomer>& all = customer.customers;
  return !all.empty() && std::all_of(all.begin(), all.end(), [](const LinkedCustomer& one) {
    return one.status == CustomerStatus::kDeleted;
  });
}

bool has_failed(PaymentStatus status) {
  return status == PaymentStatus::kFailed || status == PaymentStatus::kCanceled;
}

// What is known of the payment of the one under way, which has not succeeded, and what was said of
// it now: its failure may have been told before the top-up was, and before or after older news.
void tell_pending(TopUpState& top_up, PaymentStatus known, PaymentStatus said, TimeMs now) {
  if (has_failed(known) || has_failed(said)) {
    fail_top_up(top_up, now);
  } else if (known == PaymentStatus::kPending) {
    top_up.pending_is_told = true;
  }
}

// Why nothing may be bought now, if so.
std::optional<LimitDetail> refused(const CustomerState& customer, const OrgState& org, TimeMs now) {
  const TopUpState& top_up = customer.top_up;
  const std::int64_t threshold = org.billing->low_balance->value;
  if (org.balance.value >= threshold) {
    return LimitDetail{threshold, org.balance.wide(), std::nullopt};
  }
  if (nobody_is_left(customer)) return LimitDetail{0, 0, std::nullopt};
  if (!top_up.pending.empty()) {
    return LimitDetail{1, 1, pending_until(top_up)};
  }
  if (now < top_up.retry_at) return LimitDetail{0, top_up.failures, top_up.retry_at};
  const Wide bought = top_up.day == day_start(now) ? top_up.bought.wide() : 0;
  const std::optional<Nano> cap = org.billing->top_up_daily_cap;
  if (cap && bought + org.billing->top_up_amount->wide() > cap->wide()) {
    return LimitDetail{cap->value, bought, TimeMs{day_start(now).value + kDayMs}};
  }
  return std::nullopt;
}

void begin_top_up(TopUpState& top_up, const TopUpId& id, Nano amount, TimeMs now) {
  if (top_up.day != day_start(now)) top_up.bought = {};
  top_up.day = day_start(now);
  top_up.bought.value = narrow(top_up.bought.wide() + amount.wide()).value_or(INT64_MAX);
  top_up.pending = id;
  top_up.pending_since = now;
}

bool buys(const OrgState& org) { return org.billing && org.billing->top_up_amount; }

}  // namespace

void apply(Transition& t, const AutoTopUpSet& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  OrgState& org = t.org_state();
  if (!org.billing) org.billing.emplace();
  org.billing->low_balance = record.threshold_nano;
  org.billing->top_up_amount = record.amount_nano;
  org.billing->top_up_daily_cap = record.daily_cap_nano;
  org.billing->low_told = false;
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const AutoTopUpRemoved&) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  std::optional<OrgBilling>& billing = t.org_state().billing;
  if (!billing || !billing->low_balance) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  const Nano frozen = billing->frozen;
  billing.emplace().frozen = frozen;
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const TopUpRequested& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<TopUpRequested>(t, IdKind::kTopUp, record.top_up_id.view(), content)) {
    return;
  }
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  const OrgState& org = t.org_state();
  if (org.status != OrgStatus::kActive) {
    t.answer(OutcomeCode::kDeniedOrganizationSuspended);
    return;
  }
  if (!buys(org)) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  CustomerState& customer = customer_of(t);
  TopUpState& top_up = customer.top_up;
  if (!top_up.pending.empty() && t.now >= pending_until(top_up)) {
    fail_top_up(top_up, top_up.pending_since);
  }
  const std::optional<LimitDetail> refusal = refused(customer, org, t.now);
  const OutcomeCode code = refusal ? OutcomeCode::kDeniedTopUp : OutcomeCode::kAccepted;
  remember_id(t, IdKind::kTopUp, record.top_up_id.view(),
              {{code, Field::kNone}, t.position.offset, std::move(content), std::nullopt});
  Detail detail = TopUpDetail{*org.billing->low_balance, org.billing->top_up_amount};
  if (refusal) detail = *refusal;
  if (!refusal) begin_top_up(top_up, record.top_up_id, *org.billing->top_up_amount, t.now);
  t.answer(code).detail = std::move(detail);
}

void apply(Transition& t, const TopUpFailed& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  TopUpState& top_up = customer_of(t).top_up;
  if (top_up.pending == record.top_up_id) fail_top_up(top_up, t.now);
  t.answer(OutcomeCode::kAccepted);
}

void end_top_up(Transition& t, const PaymentState& payment, PaymentStatus said) {
  if (payment.top_up_ids.empty()) return;
  TopUpState& top_up = customer_of(t).top_up;
  for (const TopUpId& id : payment.top_up_ids) {
    if (payment.status == PaymentStatus::kSucceeded) {
      succeed_top_up(top_up, id);
    } else if (top_up.pending == id) {
      tell_pending(top_up, payment.status, said, t.now);
    }
  }
}

void tell_low_balance(Transition& t, const OrgId& org_id, OrgState& org) {
  if (!org.billing || !org.billing->low_balance) return;
  const bool low = org.balance < *org.billing->low_balance;
  if (low == org.billing->low_told) return;
  org.billing->low_told = low;
  t.touch_org();
  if (!low) return;
  t.follow(OutcomeCode::kBalanceLow, org_id, org).detail =
      TopUpDetail{*org.billing->low_balance, org.billing->top_up_amount};
}

}  // namespace nemo
