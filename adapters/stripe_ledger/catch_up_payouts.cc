#include <algorithm>

#include "adapters/stripe_api/json_text.h"
#include "adapters/stripe_ledger/catch_up.h"
#include "adapters/stripe_ledger/catch_up_news.h"
#include "events/wire/json_text.h"
#include "events/wire/sha256.h"

// What payouts are made of. Stripe adds to a payout's list until the payout is reconciled; a list
// that was told before that is part of the whole one, whose records add to it.
namespace nemo::stripe_ledger {
namespace {

// How long a payout may take until Stripe says what it is made of.
constexpr std::int64_t kPayoutSeconds = 30 * 86'400;
constexpr std::size_t kIdsOfRecord = 20'000;

// The same list is the same record, and another list another one.
std::string name_of_list(const std::string& payout_id, const std::vector<StripeId>& ids) {
  std::string text;
  for (const StripeId& id : ids) text.append(id.view()).push_back('\n');
  return payout_id + ":transactions:" + sha256_hex_of(text).substr(0, 12);
}

TimeMs created_of(std::string_view payout) {
  std::int64_t seconds = 0;
  const auto created = stripe_api::member(payout, "created");
  const bool told = created && wire::parse_integer(*created, seconds) && seconds >= 0;
  return told && seconds <= kLastTime.value / 1'000 ? TimeMs{seconds * 1'000} : TimeMs{};
}

}  // namespace

void CatchUp::ask_payouts() {
  std::erase_if(asked_.payouts, [this](const auto& payout) {
    return payout.second < started_ - kPayoutSeconds || ask_payout(payout.first);
  });
}

void CatchUp::want_payout(const StripeId& payout_id) {
  if (!was_told(payout_id)) asked_.payouts.emplace(payout_id.value, started_);
}

// False while Stripe does not say. Of one that was made by hand it never does.
bool CatchUp::ask_payout(const std::string& payout_id) try {
  const std::string payout = stripe_.payout(payout_id);
  const std::string status = stripe_api::string_member(payout, "reconciliation_status");
  if (status == "in_progress") return false;
  if (status != "not_applicable") {
    const std::vector<StripeId> ids = transactions_of(payout_id);
    if (ids.empty()) return false;
    tell_list(payout_id, created_of(payout), ids);
    ++counts_.payouts;
  }
  remember(StripeId(payout_id), started_);
  return true;
} catch (const stripe_api::StripeError& error) {
  if (!is_never_told(error)) throw;
  return true;
}

std::vector<StripeId> CatchUp::transactions_of(const std::string& payout_id) {
  std::vector<StripeId> ids;
  std::string cursor;
  for (bool more = true; more;) {
    const stripe_api::Page page = stripe_.payout_transactions(payout_id, cursor);
    for (const std::string& text : page.objects) {
      const StripeNews news = read_stripe_object(text, TimeMs{started_ * 1'000});
      const auto* moved = transaction_of(news);
      const bool itself = moved == nullptr || moved->category == TransactionCategory::kPayout;
      if (!itself) ids.push_back(moved->transaction_id);
    }
    cursor = page.cursor;
    more = page.has_more;
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void CatchUp::tell_list(const std::string& payout_id, TimeMs created,
                        const std::vector<StripeId>& ids) {
  const std::string name = name_of_list(payout_id, ids);
  for (std::size_t first = 0; first < ids.size(); first += kIdsOfRecord) {
    StripePayoutReported record;
    record.stripe_event_id = StripeId(name + ":" + std::to_string(first));
    record.stripe_event_type = Label("payout.transactions");
    record.created = created;
    record.payout_id = StripeId(payout_id);
    const std::size_t last = std::min(ids.size(), first + kIdsOfRecord);
    record.transaction_ids.assign(ids.begin() + static_cast<std::ptrdiff_t>(first),
                                  ids.begin() + static_cast<std::ptrdiff_t>(last));
    const EventId event_id = stripe_event_id(record.stripe_event_id.view(), "0", kStripeOrg);
    append(stripe_record(std::move(record), OrgId(kStripeOrg), event_id));
  }
}

}  // namespace nemo::stripe_ledger
