#include "adapters/stripe_ledger/top_up_buyer.h"

#include <utility>
#include <vector>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/appending.h"
#include "adapters/stripe_ledger/top_up_rules.h"
#include "events/values/platform_fee.h"

namespace nemo::stripe_ledger {

TopUpBuyer::TopUpBuyer(Ledger& ledger, stripe::Owners& owners, Intake& intake, Options options)
    : ledger_(ledger),
      owners_(owners),
      intake_(intake),
      options_(std::move(options)),
      lows_(options_.folder) {}

void TopUpBuyer::look(stripe_api::StripeApi& stripe, const std::stop_token& stop) {
  lows_.look(ledger_, options_.now(), stop);
  const std::map<OrgId, LowBalances::Low> lows = lows_.all();
  for (const auto& [org_id, low] : lows) {
    if (stop.stop_requested()) break;
    if (low.next_at > options_.now()) continue;
    lows_.try_later(org_id, options_.now());  // unless it comes to an end
    try {
      try_to_buy(stripe, org_id, low);
    } catch (const stripe_api::StripeError& error) {
      if (error.kind == stripe_api::StripeError::Kind::kStopped) throw;
      options_.tell("the automatic top-up of " + org_id.value +
                    " is tried again: " + error.message);
    }
  }
  counts_.low = lows_.all().size();
  lows_.save(options_.now());
}

std::optional<TopUpBuyer::Wanted> TopUpBuyer::wanted(const OrgId& org_id,
                                                     const LowBalances::Low& low) {
  std::optional<Wanted> wanted;
  ledger_.read(org_id, [&](const OrgReading& reading) {
    const auto& billing = reading.org.billing;
    if (!billing || !billing->top_up_amount || !billing->low_balance) return;
    if (reading.org.balance >= *billing->low_balance) return;
    if (reading.org.status == OrgStatus::kClosed) return;
    const bool suspended = reading.org.status != OrgStatus::kActive;
    wanted = {org_id, suspended, reading.fee_bps, {}, top_up_id_of(low)};
  });
  if (wanted) {
    wanted->customer_id = payer_of(owners_.customer_of(org_id), ledger_.customers(org_id));
  }
  return wanted;
}

void TopUpBuyer::try_to_buy(stripe_api::StripeApi& stripe, const OrgId& org_id,
                            const LowBalances::Low& low) {
  const std::optional<Wanted> wanted = this->wanted(org_id, low);
  const TimeMs now = options_.now();
  const TimeMs soon{now.value + kSoonMs};
  if (!wanted) return lows_.remove(org_id);
  if (wanted->suspended) return lows_.try_again(org_id, low.attempt, soon);
  if (wanted->customer_id.empty()) {
    tell_no_customer(org_id);
    return lows_.try_again(org_id, low.attempt, soon);
  }
  const Outcome line = request(*wanted);
  if (const std::optional<Nano> credits = granted(*wanted, line)) pay(stripe, *wanted, *credits);
  switch (line.name.code) {
    case OutcomeCode::kAccepted:
    case OutcomeCode::kExists:
      return lows_.try_again(org_id, low.attempt + 1, soon);
    case OutcomeCode::kDeniedTopUp:
      return lows_.try_again(org_id, low.attempt + 1, next_time(line, now));
    case OutcomeCode::kDeniedOrganizationSuspended:
      return lows_.try_again(org_id, low.attempt, soon);
    default:
      return lows_.remove(org_id);  // not wanted any more
  }
}

Outcome TopUpBuyer::request(const Wanted& wanted) {
  const std::vector<Outcome> lines = ledger_.call(
      {top_up_record(TopUpRequested{wanted.top_up_id}, wanted.org_id, "top_up", wanted.top_up_id),
       {}});
  return own_line(lines);
}

std::optional<Nano> TopUpBuyer::granted(const Wanted& wanted, const Outcome& line) {
  const auto* first = std::get_if<FirstDetail>(&line.detail);
  if (line.name.code != OutcomeCode::kExists || first == nullptr) return granted_by(line);
  if (!is_under_way(wanted)) return std::nullopt;
  const std::vector<Outcome> lines = ledger_.outcomes_at(first->position);
  return lines.empty() ? std::nullopt : granted_by(own_line(lines));
}

bool TopUpBuyer::is_under_way(const Wanted& wanted) {
  const TopUpState top_up = ledger_.top_up(wanted.org_id);
  return top_up.pending == wanted.top_up_id &&
         options_.now().value - top_up.pending_since.value < kKnownMs;
}

// Once, as long as the process lives.
void TopUpBuyer::tell_no_customer(const OrgId& org_id) {
  if (!without_customer_.insert(org_id).second) return;
  options_.tell(
      "the balance of " + org_id.value +
      " is low, and Stripe knows no customer of it: somebody has to pay by checkout once");
}

void TopUpBuyer::pay(stripe_api::StripeApi& stripe, const Wanted& wanted, Nano credits) try {
  stripe_api::AutoTopUp top_up;
  top_up.idempotency_key = wanted.top_up_id.value;
  top_up.org_id = wanted.org_id.value;
  top_up.top_up_id = wanted.top_up_id.value;
  top_up.amount = static_cast<std::int64_t>(cents_for(credits.wide(), wanted.fee_bps));
  top_up.customer = wanted.customer_id.value;
  top_up.fee_bps = static_cast<int>(wanted.fee_bps);
  const std::string text = stripe.create_payment_intent(top_up);
  ++counts_.bought;
  // Not to wait for the event that says so, too.
  append_news(ledger_, intake_, read_stripe_object(text, options_.now()), text);
} catch (const stripe_api::StripeError& error) {
  if (!is_the_customers(error)) throw;
  fail(wanted, error);
}

// So the next attempt waits, and no longer than it must.
void TopUpBuyer::fail(const Wanted& wanted, const stripe_api::StripeError& error) {
  ++counts_.failed;
  options_.tell("the automatic top-up " + wanted.top_up_id.value + " of " + wanted.org_id.value +
                " failed: " + error.message);
  TopUpFailed failed;
  failed.top_up_id = wanted.top_up_id;
  failed.reason = Label(is_name_form(error.code) ? error.code : "rejected");
  ledger_.call({top_up_record(failed, wanted.org_id, "top_up_failed", wanted.top_up_id), {}});
}

}  // namespace nemo::stripe_ledger
