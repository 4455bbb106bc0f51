#include "adapters/stripe_ledger/catch_up.h"

#include <algorithm>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/appending.h"

namespace nemo::stripe_ledger {
namespace {

constexpr std::int64_t kAgainSeconds = 600;
// How long a payout may take until Stripe says what it is made of.
constexpr std::int64_t kPayoutSeconds = 30 * 86'400;
constexpr std::size_t kIdsOfRecord = 20'000;

const StripeTransactionReported* transaction_of(const StripeNews& news) {
  for (const StripeItem& item : news.items) {
    const auto* moved = std::get_if<StripeTransactionReported>(&item.record);
    if (moved != nullptr) return moved;
  }
  return nullptr;
}

// An invoice that was paid, of which the event does not say by what payment.
StripeId invoice_without_payment(const StripeNews& news) {
  const auto* noted = std::get_if<StripeEventNoted>(&news.items.front().record);
  return noted != nullptr && noted->reason.view() == "payment_not_named" ? noted->object_id
                                                                         : StripeId();
}

// Whatever is asked later, it is answered alike.
bool is_never_told(const stripe_api::StripeError& error) {
  return error.kind == stripe_api::StripeError::Kind::kNotFound ||
         error.kind == stripe_api::StripeError::Kind::kRejected;
}

}  // namespace

CatchUp::CatchUp(Ledger& ledger, Intake& intake, stripe_api::StripeApi& stripe, Options options)
    : ledger_(ledger), intake_(intake), stripe_(stripe), options_(std::move(options)) {
  std::filesystem::create_directories(options_.folder);
}

CatchUp::Counts CatchUp::run() {
  counts_ = {};
  started_ = options_.now().value / 1'000;
  asked_ = read_asked(options_.folder);
  for (const auto step :
       {&CatchUp::ask_events, &CatchUp::ask_transactions, &CatchUp::ask_payouts}) {
    (this->*step)();
    write_asked(options_.folder, asked_);
  }
  return counts_;
}

// An event may turn up behind younger ones: the next run begins some minutes back.
void CatchUp::ask_events() {
  stripe_api::ListFrom from{.cursor = asked_.events_cursor};
  for (;;) {
    const stripe_api::Page page = events_of(from);
    for (const std::string& text : page.objects) {
      const StripeNews news = read_stripe_event(text);
      if (news.created.value / 1'000 < started_ - kAgainSeconds) {
        asked_.events_cursor = news.event_id.value;
      }
      append(news, text);
      const StripeId unnamed = invoice_without_payment(news);
      if (!unnamed.empty()) ask_invoice(unnamed);
      ++counts_.events;
    }
    options_.progress(counts_);
    if (!page.has_more) return;
    from.cursor = page.cursor;
  }
}

// Stripe forgets events, and a cursor with its event: then all that there is.
stripe_api::Page CatchUp::events_of(stripe_api::ListFrom& from) try {
  return stripe_.events(from);
} catch (const stripe_api::StripeError& error) {
  if (from.cursor.empty() || !is_never_told(error)) throw;
  from.cursor.clear();
  return stripe_.events(from);
}

// One that is not there any more says nothing more.
void CatchUp::ask_invoice(const StripeId& invoice_id) try {
  const std::string text = stripe_.invoice(invoice_id.value);
  append(read_stripe_object(text, TimeMs{started_ * 1'000}), text);
} catch (const stripe_api::StripeError& error) {
  if (!is_never_told(error)) throw;
}

void CatchUp::ask_transactions() {
  stripe_api::ListFrom from;
  if (asked_.transactions_from > 0) from.created_from = asked_.transactions_from;
  std::int64_t newest = 0;  // by Stripe's clock
  for (;;) {
    const stripe_api::Page page = stripe_.balance_transactions(from);
    for (const std::string& text : page.objects) {
      const StripeNews news = read_stripe_object(text, TimeMs{started_ * 1'000});
      const auto* moved = transaction_of(news);
      if (moved != nullptr && moved->category == TransactionCategory::kPayout) {
        asked_.payouts.emplace(moved->source_id.value, started_);
      }
      if (moved != nullptr) newest = std::max(newest, moved->created->value / 1'000);
      append(news, text);
      ++counts_.transactions;
    }
    options_.progress(counts_);
    if (!page.has_more) break;
    from.cursor = page.cursor;
  }
  asked_.transactions_from = std::max(asked_.transactions_from, newest - kAgainSeconds);
}

void CatchUp::ask_payouts() {
  std::erase_if(asked_.payouts, [this](const auto& payout) {
    return payout.second < started_ - kPayoutSeconds || ask_payout(payout.first, payout.second);
  });
}

// False while Stripe does not say. Of one that was made by hand it never does.
bool CatchUp::ask_payout(const std::string& payout_id, std::int64_t since) try {
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
  if (ids.empty()) return false;
  std::sort(ids.begin(), ids.end());
  for (std::size_t first = 0; first < ids.size(); first += kIdsOfRecord) {
    StripePayoutReported record;
    record.stripe_event_id = StripeId(payout_id + ":transactions:" + std::to_string(first));
    record.stripe_event_type = Label("payout.transactions");
    record.created = TimeMs{since * 1'000};
    record.payout_id = StripeId(payout_id);
    const std::size_t last = std::min(ids.size(), first + kIdsOfRecord);
    record.transaction_ids.assign(ids.begin() + static_cast<std::ptrdiff_t>(first),
                                  ids.begin() + static_cast<std::ptrdiff_t>(last));
    const EventId event_id = stripe_event_id(record.stripe_event_id.view(), "0", kStripeOrg);
    append(stripe_record(std::move(record), OrgId(kStripeOrg), event_id));
  }
  ++counts_.payouts;
  return true;
} catch (const stripe_api::StripeError& error) {
  if (!is_never_told(error)) throw;
  return true;
}

void CatchUp::append(const StripeNews& news, std::string_view text) {
  counts_.news += static_cast<std::int64_t>(append_news(ledger_, intake_, news, text));
}

void CatchUp::append(Envelope record) {
  const std::vector<Outcome> lines = ledger_.call({std::move(record), {}});
  if (own_line(lines).name.code == OutcomeCode::kAccepted) ++counts_.news;
}

}  // namespace nemo::stripe_ledger
