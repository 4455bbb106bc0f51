#include "tests/engine/busy.h"

namespace nemo {

std::int64_t Busy::pause() {
  const std::int64_t dice = below(200);
  const std::int64_t most = dice < 120   ? 50
                            : dice < 190 ? 20'000
                            : dice < 199 ? 400'000
                                         : 20'000'000;
  const std::int64_t step = below(most);
  now_ += step;
  return step;
}

Payload Busy::next() {
  const std::int64_t dice = below(10);
  if (dice == 0) return money();
  if (dice == 1) return setting();
  return dice == 2 && below(4) == 0 ? stripe() : call();
}

Payload Busy::money() {
  if (below(3) == 0) return adjustment(id("a", 500), below(4'000) - 3'000);
  CreditGranted granted = credits(id("g", 500), 1 + below(15'000));
  if (below(2) == 0) granted.kind = CreditKind::kPromotional;
  if (below(8) > 0) granted.expires_at = TimeMs{kStart + now_ + 1 + below(600'000)};
  return granted;
}

// Payments that come in any order and go back again, now and then more than there was.
Payload Busy::stripe() {
  StripePaymentReported said;
  said.stripe_event_id = StripeId(id("evt_", 2'000));
  said.stripe_event_type = Label("payment_intent.busy");
  said.created = TimeMs{kStart + now_};
  // Of two charges each; now and then a charge says that two payments are one.
  const std::string payment = id("", 40);
  const std::string charge = "ch_" + (below(60) == 0 ? id("", 40) : payment) + id("_", 2);
  said.payment_id = StripeId(below(4) == 0 ? charge : "pi_" + payment);
  if (below(3) == 0) said.charge_id = StripeId(charge);
  const Nano amount{1 + below(600)};
  switch (below(6)) {
    case 0:
      said.refunds = {{StripeId(id("re_", 40)), static_cast<RefundStatus>(1 + below(5)), amount}};
      break;
    case 1:
      said.disputes = {{StripeId(id("dp_", 40)),
                        static_cast<DisputeStatus>(1 + below(8)),
                        amount,
                        static_cast<DisputeFunds>(below(3)),
                        {}}};
      if (below(2) == 0) {
        said.disputes[0].transactions = {
            {StripeId(id("txn_", 40)), Nano{below(900) - 600}, Nano{below(20)}}};
      }
      break;
    case 2:
      return plan_told();
    default:
      if (below(4) == 0) said.purpose = static_cast<PaymentPurpose>(1 + below(3));
      said.status = static_cast<PaymentStatus>(1 + below(4));
      said.amount_nano = amount;
      said.paid_at = TimeMs{kStart + now_ - below(1'000'000)};
      if (below(3) == 0) said.fee_bps = below(1'000);
      if (below(3) == 0) said.tax_nano = Nano{below(amount.value)};
  }
  return said;
}

Payload Busy::plan_told() {
  if (below(4) == 0) {
    return SuspenseCleared{ClearingId(id("clear", 300)),
                           StripeId((below(4) == 0 ? "ch_" : "pi_") + id("", 40)),
                           Nano{below(120) - 50},
                           static_cast<ClearingAccount>(1 + below(6)),
                           Label("r"),
                           Label("ada")};
  }
  if (below(3) == 0) return AutoTopUpSet{Nano{below(20'000)}, Nano{1 + below(5'000)}, Nano{20'000}};
  if (below(3) == 0) return TopUpRequested{TopUpId(id("top", 300))};
  if (below(9) == 0) return TopUpFailed{TopUpId(id("top", 300)), Label("card_declined")};
  StripeCustomerReported said;
  said.stripe_event_id = StripeId(id("evt_c", 500));
  said.stripe_event_type = Label("customer.subscription.busy");
  said.created = TimeMs{kStart + now_};
  said.customer_id = StripeId("cus_1");
  said.plan = Label(id("plan", 3));
  said.plan_from = TimeMs{kStart + now_ - below(2'000'000)};
  return said;
}

Payload Busy::setting() {
  const auto scope = static_cast<Scope>(1 + below(6));
  const char* const ids[] = {"", "k", "u", "t", "a", "m", "acme"};
  const auto period = static_cast<Period>(1 + below(4));
  const std::string_view scope_id = ids[static_cast<std::size_t>(scope)];
  if (below(2) == 0) return no_budget(scope, scope_id, period);
  if (below(8) == 0) return team();
  if (below(5) == 0) {
    return with(key_update("k"), [this](auto& u) { u.parallel_requests = 2 + below(8); });
  }
  return budget(scope, scope_id, period, below(below(3) == 0 ? 50'000 : 5'000'000));
}

Payload Busy::team() {
  const TeamId team_id(id("t", 5));
  const Label name(id("name", 3));
  switch (below(5)) {
    case 0:
      return TeamRemoved{team_id};
    case 1:
    case 2:
      return TeamUpdated{team_id, name};
    default:
      return TeamCreated{team_id, name};
  }
}

Payload Busy::call() {
  const std::int64_t dice = below(10);
  if (dice < 4) {
    // Mostly a new one.
    ReservationRequested asked =
        request("r" + std::to_string(below(8) == 0 ? requests_ : ++requests_),
                below(below(9) == 0 ? 60'000 : 2'000));
    if (below(2) == 0) asked.tags = {Tag("a"), Tag("b")};
    if (below(2) == 0) asked.ttl_ms = 1000 + below(900'000);
    return asked;
  }
  const std::string reservation = "r" + std::to_string(requests_ - below(20));
  if (dice < 6) {
    return with(settle(reservation, below(1'500)), [this](auto& r) { r.tokens = below(100); });
  }
  if (dice == 6) return release(reservation);
  if (dice == 7) return usage(id("u", 300), below(500));
  return with(increase(reservation, id("i", 300), below(500)),
              [this](auto& r) { r.extend_ms = below(2) * 100'000; });
}

}  // namespace nemo
