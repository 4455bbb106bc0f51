#include "tests/engine/stripe_story.h"

#include "engine/core/step.h"
#include "engine/invariants/invariants.h"
#include "engine/state/record_codec.h"
#include "events/log/partitioner.h"
#include "tests/engine/records.h"

namespace nemo {
namespace {

// Steps payloads of acme, a millisecond apart, without the work of answers in words.
class StripeWorld {
 public:
  StripeWorld() : state_(partition_of(OrgId("acme"))) {
    step_payload(PlanDefined{Label("tier2"), 0, {}, {}}, kLedgerOrg);
    step_payload(PlanDefined{Label("other"), 400, {}, {}}, kLedgerOrg);
    step_payload(organization(), "acme");
  }

  void step_payload(Payload payload, std::string_view org_id) {
    Record record;
    record.envelope.org_id = OrgId(org_id);
    record.envelope.event_id = EventId{};
    for (int byte = 0; byte < 4; ++byte) {
      record.envelope.event_id->bytes[static_cast<std::size_t>(byte)] =
          static_cast<std::uint8_t>(state_.globals.next_offset >> (8 * byte));
    }
    record.envelope.payload = std::move(payload);
    record.position = {state_.partition, state_.globals.next_offset};
    record.at = TimeMs{kStart + 100 * kStripeSecond + state_.globals.next_offset};
    lines_.clear();
    step(state_, record, lines_);
  }

  std::string answer() const { return format_outcome_name(lines_.span().front().name); }

  std::string books() {
    const OrgState& org = acme();
    std::string text = "balance " + std::to_string(org.balance.value);
    if (org.held.value != 0) text += " held " + std::to_string(org.held.value);
    for (std::uint8_t number = 1; number < kAccountCount; ++number) {
      const Wide sum = state_.globals.accounts[number];
      const auto account = static_cast<Account>(number);
      if (sum == 0 || is_organization_account(account)) continue;
      text += " " + std::string(account_name(account)) + " " +
              std::to_string(static_cast<std::int64_t>(sum));
    }
    for (const std::string& broken : broken_invariants(state_)) text += " BROKEN: " + broken;
    return text;
  }

  std::string known() {
    std::string bytes;
    for (const char* id : {"pi_1", "pi_2", "ch_1", "ch_2", "in_1", ""}) {
      std::string key;
      const auto* object = state_.stripe.find(stripe_key(key, "acme", id));
      if (object != nullptr) encode(object->record, bytes);
    }
    return bytes;
  }

 private:
  const OrgState& acme() {
    std::string key;
    return state_.orgs.find(org_key(key, ObjectKind::kOrg, "acme"))->record;
  }

  PartitionState state_;
  OutcomeLines lines_;
};

}  // namespace

StripeEnd end_of(const StripeStory& story, const std::vector<std::size_t>& order) {
  StripeWorld world;
  for (const Payload& asked : story.asked) world.step_payload(asked, "acme");
  for (const std::size_t place : order) world.step_payload(story.told[place], "acme");
  StripeEnd end{world.books(), world.known()};
  for (const Payload& then : story.then) {
    world.step_payload(then, "acme");
    end.books += " then " + world.answer();
  }
  return end;
}

StripePaymentReported StripeTold::payment(PaymentStatus status) {
  StripePaymentReported said;
  ++events_;
  said.stripe_event_id = StripeId("evt_" + std::to_string(events_));
  said.stripe_event_type = Label("payment_intent.of_the_story");
  said.created = TimeMs{kStart + events_ * kStripeSecond};
  said.payment_id = StripeId("pi_1");
  said.status = status;
  return said;
}

StripePaymentReported StripeTold::paid(std::int64_t amount) {
  StripePaymentReported said = payment(PaymentStatus::kSucceeded);
  said.amount_nano = Nano{amount};
  said.paid_at = TimeMs{kStart + kStripeSecond};
  return said;
}

StripePaymentReported StripeTold::refund(std::string_view id, std::int64_t amount,
                                         RefundStatus status) {
  StripePaymentReported said = payment(PaymentStatus::kUnset);
  said.refunds = {{StripeId(id), status, Nano{amount}}};
  return said;
}

StripePaymentReported StripeTold::dispute(std::string_view id, std::int64_t amount,
                                          DisputeStatus status) {
  StripePaymentReported said = payment(PaymentStatus::kUnset);
  said.disputes = {{StripeId(id), status, Nano{amount}, DisputeFunds::kUnset, {}}};
  return said;
}

StripeCustomerReported StripeTold::plan(std::string_view plan, std::int64_t from_seconds) {
  StripeCustomerReported said;
  ++events_;
  said.stripe_event_id = StripeId("evt_" + std::to_string(events_));
  said.stripe_event_type = Label("customer.subscription.of_the_story");
  said.created = TimeMs{kStart + events_ * kStripeSecond};
  said.customer_id = StripeId("cus_1");
  said.subscription_id = StripeId("sub_1");
  said.plan = Label(plan);
  said.plan_from = TimeMs{kStart + from_seconds * kStripeSecond};
  return said;
}

}  // namespace nemo
