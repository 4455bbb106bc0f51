#include "adapters/stripe_ledger/top_up_buyer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/appending.h"
#include "events/values/platform_fee.h"

namespace nemo::stripe_ledger {
namespace {

using Kind = stripe_api::StripeError::Kind;

// Between two attempts of one organization, at least and at most.
constexpr std::int64_t kSoonMs = 60'000;
constexpr std::int64_t kLateMs = 3'600'000;

// With the time no other ledger's either, should one account of Stripe serve several.
TopUpId id_of(const LowBalances::Low& low) {
  std::string id = "topup";
  for (const auto part : {low.since.value, std::int64_t{low.told_at.partition}, low.told_at.offset,
                          std::int64_t{low.line}, std::int64_t{low.attempt}}) {
    id.append("-").append(std::to_string(part));
  }
  return TopUpId(id);
}

Envelope record_of(Payload payload, const OrgId& org_id, std::string_view what,
                   const TopUpId& top_up_id) {
  Envelope envelope;
  envelope.event_id = stripe_event_id(what, top_up_id.view(), org_id.view());
  envelope.org_id = org_id;
  envelope.producer = Label("stripe");
  envelope.payload = std::move(payload);
  return envelope;
}

// What the ledger said when it was asked first.
OutcomeCode decision_of(const Outcome& line) {
  const auto* first = std::get_if<FirstDetail>(&line.detail);
  return first != nullptr ? first->outcome.code : line.name.code;
}

// When it is worth to ask again after a denial: a failure that is told meanwhile changes the time.
TimeMs next_time(const Outcome& line, TimeMs now) {
  const auto* limit = std::get_if<LimitDetail>(&line.detail);
  const TimeMs late{now.value + kLateMs};
  if (limit == nullptr || !limit->retry_at) return late;
  return std::clamp(*limit->retry_at, TimeMs{now.value + kSoonMs}, late);
}

// Of the payment itself: to ask again for the same would give the same.
bool is_final(Kind kind) {
  return kind == Kind::kDeclined || kind == Kind::kNotFound || kind == Kind::kRejected;
}

}  // namespace

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
    if (low.next_at <= options_.now()) try_to_buy(stripe, org_id, low);
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
    wanted = {org_id, *billing->top_up_amount, reading.fee_bps, owners_.customer_of(org_id),
              id_of(low)};
  });
  return wanted;
}

void TopUpBuyer::try_to_buy(stripe_api::StripeApi& stripe, const OrgId& org_id,
                            LowBalances::Low low) {
  const std::optional<Wanted> wanted = this->wanted(org_id, low);
  if (!wanted) return lows_.remove(org_id);
  const TimeMs now = options_.now();
  if (wanted->customer_id.empty()) {
    tell_no_customer(org_id);
    return lows_.try_again(org_id, low.attempt, {now.value + kSoonMs});
  }
  const Outcome line = request(*wanted);
  switch (decision_of(line)) {
    case OutcomeCode::kAccepted:
      lows_.try_again(org_id, low.attempt, {now.value + kSoonMs});  // unless it can be paid
      pay(stripe, *wanted);
      return lows_.try_again(org_id, low.attempt + 1, {now.value + kSoonMs});
    case OutcomeCode::kDeniedTopUp:
      return lows_.try_again(org_id, low.attempt + 1, next_time(line, now));
    default:
      return lows_.remove(org_id);  // suspended, or not wanted any more
  }
}

// Once, as long as the process lives.
void TopUpBuyer::tell_no_customer(const OrgId& org_id) {
  if (!without_customer_.insert(org_id).second) return;
  options_.tell(
      "the balance of " + org_id.value +
      " is low, and Stripe knows no customer of it: somebody has to pay by checkout once");
}

Outcome TopUpBuyer::request(const Wanted& wanted) {
  const std::vector<Outcome> lines = ledger_.call(
      {record_of(TopUpRequested{wanted.top_up_id}, wanted.org_id, "top_up", wanted.top_up_id), {}});
  return own_line(lines);
}

void TopUpBuyer::pay(stripe_api::StripeApi& stripe, const Wanted& wanted) try {
  stripe_api::AutoTopUp top_up;
  top_up.idempotency_key = wanted.top_up_id.value;
  top_up.org_id = wanted.org_id.value;
  top_up.top_up_id = wanted.top_up_id.value;
  top_up.amount = static_cast<std::int64_t>(cents_for(wanted.credits.wide(), wanted.fee_bps));
  top_up.customer = wanted.customer_id.value;
  top_up.fee_bps = static_cast<int>(wanted.fee_bps);
  const std::string text = stripe.create_payment_intent(top_up);
  ++counts_.bought;
  // Not to wait for the event that says so, too.
  append_news(ledger_, intake_, read_stripe_object(text, options_.now()), text);
} catch (const stripe_api::StripeError& error) {
  if (!is_final(error.kind)) throw;
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
  ledger_.call({record_of(failed, wanted.org_id, "top_up_failed", wanted.top_up_id), {}});
}

}  // namespace nemo::stripe_ledger
