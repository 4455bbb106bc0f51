#include "engine/core/passing_time.h"

#include <algorithm>

#include "engine/transitions/credits.h"
#include "engine/transitions/hold.h"
#include "engine/transitions/top_ups.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

const Envelope& no_envelope() {
  static const Envelope kNone{};
  return kNone;
}

void expire_hold(Transition& t, ReservationObject& object, const OrgId& org_id) {
  ReservationState& reservation = object.record;
  const RequestContent request = read_request_content(reservation.content);
  const Budgets& budgets = budgets_of_hold(t, t.org_state(), org_id, reservation, request);
  give_back(t, t.org_state(), object, request, budgets, HoldEnd::kExpired);
  reservation.phase = ReservationPhase::kExpired;
  reservation.ended_offset = t.position.offset;
  reservation.forget_at = t.remembered_until();
  t.state.reservations.touch(object);
  Outcome& line = t.follow(OutcomeCode::kExpired, org_id, t.org_state());
  line.reservation_id = ReservationId(reservation_of_key(object.key));
  line.detail = AmountDetail{reservation.granted};
}

// One thing falls due: `happen(t, org_id)` does it.
template <class Happen>
void let_happen(Transition t, DueKey due, std::string_view org, Happen&& happen) {
  const OrgId org_id(org);
  t.org = t.state.orgs.find(org_key(t.key_scratch(), ObjectKind::kOrg, org));
  NEMO_ASSERT(t.org != nullptr);
  const std::size_t first = t.lines.size();
  happen(t, org_id);
  tell_low_balance(t, org_id, t.org_state());
  t.touch_org();
  for (std::size_t line = first; line < t.lines.size(); ++line) {
    t.lines[line].by_time = true;
    t.lines[line].event_id.reset();
    t.lines[line].created_offset = due.created;
  }
}

// After everything that falls due.
constexpr DueKey kNever{{INT64_MAX}, INT64_MAX};

}  // namespace

void pass_time(PartitionState& state, LogPosition position, TimeMs now, OutcomeLines& lines) {
  for (;;) {
    HoldQueue::Hold* const hold = state.holds.first_due(now);
    const bool lot_is_due =
        !state.lots.items().empty() && state.lots.items().begin()->first.due <= now;
    if (hold == nullptr && !lot_is_due) break;
    const DueKey hold_due = hold == nullptr ? kNever : HoldQueue::due_of(*hold);
    const DueKey lot_due = lot_is_due ? state.lots.items().begin()->first : kNever;
    const DueKey due = std::min(hold_due, lot_due);
    const Transition t{state, no_envelope(), position, due.due, lines, nullptr};
    if (due == hold_due) {
      let_happen(t, due, org_of_key(hold->key), [hold, due](Transition& at, const OrgId& org_id) {
        expire_hold(at, *hold, org_id);
        forfeit_ended_lots(at, org_id, at.org_state(), due);
      });
    } else {
      const std::string org = state.lots.items().begin()->second.org_id;
      state.lots.remove(due);
      let_happen(t, due, org, [due](Transition& at, const OrgId& org_id) {
        forfeit_lot(at, org_id, at.org_state(), due.created);
      });
    }
  }
  state.digest.drop_days_before(now);
}

}  // namespace nemo
