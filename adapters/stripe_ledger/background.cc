#include "adapters/stripe_ledger/background.h"

#include <utility>

namespace nemo::stripe_ledger {
namespace {

// A balance is looked at so often; while no alert was counted that is a comparison of numbers.
constexpr std::chrono::milliseconds kBuyEvery{250};

}  // namespace

Background::Background(Ledger& ledger, stripe::Owners& owners, Intake& intake, Options options)
    : ledger_(ledger),
      intake_(intake),
      options_(std::move(options)),
      buyer_(ledger, owners, intake, {options_.folder, options_.now, options_.tell}) {
  success_at_ms_ = options_.now().value;
  asking_ = std::make_unique<Repeating>(
      "asking Stripe", options_.ask_every, [this](const std::stop_token& stop) { ask(stop); },
      options_.tell);
  buying_ = std::make_unique<Repeating>(
      "buying credits", kBuyEvery, [this](const std::stop_token& stop) { buy(stop); },
      options_.tell);
}

void Background::close() {
  if (asking_ != nullptr) asking_->ask_to_end();
  if (buying_ != nullptr) buying_->ask_to_end();
  if (asking_ != nullptr) asking_->close();
  if (buying_ != nullptr) buying_->close();
}

void Background::ask(const std::stop_token& stop) {
  if (asked_ == nullptr) asked_ = options_.access(Patience::kMinutes, stop);
  ++tries_;
  const auto end_if_stopped = [&stop](const CatchUp::Counts&) {
    if (!stop.stop_requested()) return;
    throw stripe_api::StripeError{stripe_api::StripeError::Kind::kStopped, 0, "stopped"};
  };
  CatchUp(ledger_, intake_, *asked_, {options_.folder, options_.now, end_if_stopped}).run();
  ++successes_;
  success_at_ms_ = options_.now().value;
}

void Background::buy(const std::stop_token& stop) {
  // With patience of seconds: others wait to be bought for.
  if (paying_ == nullptr) paying_ = options_.access(Patience::kSeconds, stop);
  buyer_.look(*paying_, stop);
}

void Background::add_metrics(MetricsText& text) const {
  using Kind = MetricsText::Kind;
  text.family("nemo_stripe_catch_ups_total", Kind::kCounter,
              "Times Stripe was asked for what no webhook told, and answered all or not.");
  const std::uint64_t done = successes_;
  text.value(done, MetricsText::label("result", "done"));
  const std::uint64_t tries = tries_;
  text.value(tries > done ? tries - done : 0, MetricsText::label("result", "not_done"));
  text.family("nemo_stripe_catch_up_timestamp_seconds", Kind::kGauge,
              "When Stripe was last asked and answered all; at first, when the service began.");
  text.milliseconds(success_at_ms_);
  text.family("nemo_stripe_catch_up_interval_seconds", Kind::kGauge,
              "From one catch-up's end to the next.");
  text.milliseconds(options_.ask_every.count());
  const TopUpBuyer::Counts& bought = buyer_.counts();
  text.family("nemo_stripe_top_ups_total", Kind::kCounter,
              "Automatic top-ups that Stripe was asked to take a payment for.");
  text.value(bought.bought, MetricsText::label("result", "taken"));
  text.value(bought.failed, MetricsText::label("result", "failed"));
  text.family("nemo_stripe_low_balances", Kind::kGauge,
              "Organizations with a low balance for which credits are to be bought.");
  text.value(bought.low);
}

}  // namespace nemo::stripe_ledger
