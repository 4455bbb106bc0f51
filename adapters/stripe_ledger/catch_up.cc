#include "adapters/stripe_ledger/catch_up.h"

#include <algorithm>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/appending.h"
#include "adapters/stripe_ledger/catch_up_news.h"

namespace nemo::stripe_ledger {
namespace {

constexpr std::int64_t kAgainSeconds = 600;

}  // namespace

CatchUp::CatchUp(Ledger& ledger, Intake& intake, stripe_api::StripeApi& stripe, Options options)
    : ledger_(ledger), intake_(intake), stripe_(stripe), options_(std::move(options)) {
  std::filesystem::create_directories(options_.folder);
}

CatchUp::Counts CatchUp::run() {
  counts_ = {};
  started_ = options_.now().value / 1'000;
  asked_ = read_asked(options_.folder);
  forget_told();
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
      ++counts_.events;
      const std::int64_t created = news.created.value / 1'000;
      const bool is_old = created < started_ - kAgainSeconds;
      if (is_old) asked_.events_cursor = news.event_id.value;
      if (was_told(news.event_id)) continue;
      append(news, text);
      ask_about(news);
      if (!is_old) remember(news.event_id, created);
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

void CatchUp::ask_about(const StripeNews& news) {
  const StripeId invoice = invoice_without_payment(news);
  if (!invoice.empty() && !was_told(invoice)) ask_invoice(invoice, news.created);
  const StripeId payout = reconciled_payout(news);
  if (!payout.empty()) want_payout(payout);
}

// One that is not there any more says nothing more. Whenever it is asked, it was paid when its
// event says so.
void CatchUp::ask_invoice(const StripeId& invoice_id, TimeMs told_at) try {
  const std::string text = stripe_.invoice(invoice_id.value);
  append(read_stripe_object(text, told_at), text);
  remember(invoice_id, told_at.value / 1'000);
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
      ++counts_.transactions;
      const std::int64_t created = moved == nullptr ? 0 : moved->created->value / 1'000;
      newest = std::max(newest, created);
      if (was_told(news.event_id)) continue;
      append(news, text);
      if (created >= newest - kAgainSeconds) remember(news.event_id, created);
      if (moved != nullptr && moved->category == TransactionCategory::kPayout) {
        want_payout(moved->source_id);
      }
    }
    options_.progress(counts_);
    if (!page.has_more) break;
    from.cursor = page.cursor;
  }
  asked_.transactions_from = std::max(asked_.transactions_from, newest - kAgainSeconds);
}

void CatchUp::remember(const StripeId& id, std::int64_t at) {
  asked_.told[id.value] = std::max(started_, at);
}

// Events are listed from some minutes back, movements from some minutes before the newest; of
// payouts both tell.
void CatchUp::forget_told() {
  const std::int64_t events_from = started_ - kAgainSeconds;
  std::erase_if(asked_.told, [this, events_from](const auto& told) {
    const auto& [id, at] = told;
    const bool of_events = id.starts_with("evt_") || id.starts_with("in_");
    return at < events_from && (of_events || at < asked_.transactions_from);
  });
}

void CatchUp::append(const StripeNews& news, std::string_view text) {
  counts_.news += static_cast<std::int64_t>(append_news(ledger_, intake_, news, text));
}

void CatchUp::append(Envelope record) {
  const std::vector<Outcome> lines = ledger_.call({std::move(record), {}});
  if (own_line(lines).name.code == OutcomeCode::kAccepted) ++counts_.news;
}

}  // namespace nemo::stripe_ledger
