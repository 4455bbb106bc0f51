#include "engine/transitions/suspense_cleared.h"

#include <utility>

#include "engine/transitions/clearings.h"
#include "engine/transitions/payment_names.h"
#include "engine/transitions/stripe_money.h"

namespace nemo {
namespace {

// What a record clears of: an object, if there is one yet, and what it moved into suspense.
struct Standing {
  Object<StripeState>* object = nullptr;
  Nano suspense;
};

std::optional<Standing> find_payment_to_clear(Transition& t, const StripeId& id) {
  Object<StripeState>* object = find_stripe(t, payment_name(t, id));
  if (object == nullptr || !object->record.payment) return std::nullopt;
  return Standing{object, object->record.payment->booked.suspense};
}

std::optional<Standing> find_movement_to_clear(Transition& t, const StripeId& id) {
  const std::optional<Nano> suspense = movement_in_suspense(t, id);
  if (!suspense) return std::nullopt;
  return Standing{find_stripe(t, id), *suspense};
}

bool is_payment(Transition& t, const StripeId& id) {
  const Object<StripeState>* object = find_stripe(t, id);
  return object != nullptr && (object->record.payment || object->record.same_as);
}

Wide left_in(const Standing& standing) {
  const Wide suspense = standing.suspense.wide();
  if (standing.object == nullptr) return suspense;
  const StripeState& known = standing.object->record;
  if (known.payment) return suspense - booked_of(known.payment->cleared);
  return known.movement ? suspense - booked_of(known.movement->cleared) : suspense;
}

void clear(Transition& t, const SuspenseCleared& record, Standing standing, std::string content) {
  remember_accepted(t, IdKind::kClearing, record.clearing_id.view(), std::move(content));
  if (standing.object == nullptr) {
    standing.object = &t.state.stripe.create(
        stripe_key(t.key_scratch(), t.envelope.org_id.view(), record.object_id.view()));
  }
  StripeState& known = standing.object->record;
  if (!known.payment && !known.movement) known.movement = MovementState{standing.suspense, {}};
  auto& cleared = known.payment ? known.payment->cleared : known.movement->cleared;
  cleared.push_back({record.account, *record.amount_nano, {}, t.position.offset});
  std::vector<Posting> postings;
  book_cleared(t, cleared, standing.suspense, postings);
  t.state.stripe.touch(*standing.object);
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
  auto standing = is_platforms ? find_movement_to_clear(t, record.object_id)
                               : find_payment_to_clear(t, record.object_id);
  if (!standing) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  if (!can_leave(left_in(*standing), record.amount_nano->wide())) {
    t.answer_invalid(Field::kAmountNano);
    return;
  }
  // -------- nothing fails from here on
  clear(t, record, *standing, std::move(content));
}

}  // namespace nemo
