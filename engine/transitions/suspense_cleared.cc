#include "engine/transitions/suspense_cleared.h"

#include <utility>

#include "engine/transitions/clearings.h"
#include "engine/transitions/credits.h"
#include "engine/transitions/payment_names.h"
#include "engine/transitions/stripe_money.h"

namespace nemo {
namespace {

// What a record clears: a list of what was cleared before, and what stood in suspense without that.
struct Cleared {
  Object<StripeState>* object = nullptr;
  StripeId name;  // that the object lies under
  Wide suspense = 0;
};

Object<StripeState>* find(Transition& t, const StripeId& id) {
  return t.state.stripe.find(stripe_key(t.key_scratch(), t.envelope.org_id.view(), id.view()));
}

std::vector<ClearedState>& parts_of(StripeState& known, Wide suspense) {
  if (known.payment) return known.payment->cleared;
  if (!known.movement)
    known.movement = MovementState{Nano{static_cast<std::int64_t>(suspense)}, {}};
  return known.movement->cleared;
}

Wide cleared_before(const Cleared& cleared) {
  if (cleared.object == nullptr) return 0;
  const StripeState& known = cleared.object->record;
  if (known.payment) return sum_of(known.payment->cleared);
  return known.movement ? sum_of(known.movement->cleared) : 0;
}

std::optional<Cleared> find_payment_to_clear(Transition& t, const StripeId& id) {
  const StripeId name = payment_name(t, id);
  Object<StripeState>* object = find(t, name);
  if (object == nullptr || !object->record.payment) return std::nullopt;
  return Cleared{object, name, object->record.payment->booked.suspense.wide()};
}

std::optional<Cleared> find_movement_to_clear(Transition& t, const StripeId& id) {
  const std::optional<Wide> suspense = movement_in_suspense(t, id);
  if (!suspense) return std::nullopt;
  return Cleared{find(t, id), id, *suspense};
}

bool is_payment(Transition& t, const StripeId& id) {
  const Object<StripeState>* object = find(t, id);
  return object != nullptr && (object->record.payment || object->record.same_as);
}

// What is wrong with what is asked for; kNone: nothing.
Field wrong_in(Transition& t, const SuspenseCleared& record, const Cleared& cleared) {
  const Wide amount = record.amount_nano->wide();
  const bool is_credits = record.account == ClearingAccount::kCredits;
  if (is_credits && t.org == nullptr) return Field::kAccount;
  if (!can_leave(cleared.suspense - cleared_before(cleared), amount)) return Field::kAmountNano;
  const bool fits = !is_credits || balance_holds(t.org_state(), amount, 0);
  return fits ? Field::kNone : Field::kAmountNano;
}

void clear(Transition& t, const SuspenseCleared& record, Cleared cleared, std::string content) {
  remember_accepted(t, IdKind::kClearing, record.clearing_id.view(), std::move(content));
  std::vector<Posting> postings;
  post_cleared(t, cleared.name.view(), record.account, record.amount_nano->wide(), postings);
  if (cleared.object == nullptr) {
    cleared.object = &t.state.stripe.create(
        stripe_key(t.key_scratch(), t.envelope.org_id.view(), cleared.name.view()));
  }
  parts_of(cleared.object->record, cleared.suspense)
      .push_back({record.account, *record.amount_nano});
  t.state.stripe.touch(*cleared.object);
  if (t.org != nullptr) t.touch_org();
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

}  // namespace

void apply(Transition& t, const SuspenseCleared& record) {
  std::string content = content_of(record);
  if (answered_as_repeat<SuspenseCleared>(t, IdKind::kClearing, record.clearing_id.view(),
                                          content)) {
    return;
  }
  const bool is_platforms = t.envelope.org_id.view() == kStripeOrg;
  if (t.org == nullptr && !is_platforms) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  if (is_platforms && is_payment(t, record.object_id)) {
    t.answer_invalid(Field::kObjectId);
    return;
  }
  auto cleared = is_platforms ? find_movement_to_clear(t, record.object_id)
                              : find_payment_to_clear(t, record.object_id);
  if (!cleared) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  const Field wrong = wrong_in(t, record, *cleared);
  if (wrong != Field::kNone) {
    t.answer_invalid(wrong);
    return;
  }
  // -------- nothing fails from here on
  clear(t, record, *std::move(cleared), std::move(content));
}

}  // namespace nemo
