#include "engine/core/passing_time.h"

#include "engine/transitions/credits.h"
#include "engine/transitions/hold.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

const Envelope& no_envelope() {
  static const Envelope kNone{};
  return kNone;
}

void expire_hold(Transition& t, const std::string& key, const OrgId& org_id) {
  ReservationObject* object = t.state.reservations.find(key);
  NEMO_ASSERT(object != nullptr && t.org != nullptr);
  ReservationState& reservation = object->record;
  const RequestContent request = read_request_content(reservation.content);
  const auto budgets = budgets_that_apply(
      t.org_state(), scopes_of(org_id.view(), reservation, request), reservation.first_offset);
  give_back(t, t.org_state(), reservation, request, budgets, HoldEnd::kExpired);
  reservation.phase = ReservationPhase::kExpired;
  reservation.ended_offset = t.position.offset;
  reservation.forget_at = t.remembered_until();
  t.state.reservations.touch(*object);
  Outcome& line = t.follow(OutcomeCode::kExpired, org_id, t.org_state());
  line.reservation_id = ReservationId(reservation_of_key(key));
  line.detail = AmountDetail{reservation.granted};
}

void let_happen(PartitionState& state, LogPosition position, DueKey due, const DueItem& item,
                std::vector<Outcome>& lines) {
  Transition t{state, no_envelope(), position, due.due, lines, nullptr, {}};
  const OrgId org_id(org_of_key(item.key));
  t.org = state.orgs.find(org_key(t.key_scratch, ObjectKind::kOrg, org_id.view()));
  NEMO_ASSERT(t.org != nullptr);
  const std::size_t first = lines.size();
  if (item.kind == DueKind::kHold) {
    expire_hold(t, item.key, org_id);
    forfeit_ended_lots(t, org_id, t.org_state());
  } else {
    forfeit_lot(t, org_id, t.org_state(), due.created);
  }
  t.touch_org();
  for (std::size_t line = first; line < lines.size(); ++line) {
    lines[line].by_time = true;
    lines[line].event_id.reset();
    lines[line].created_offset = due.created;
  }
}

}  // namespace

void pass_time(PartitionState& state, LogPosition position, TimeMs now,
               std::vector<Outcome>& lines) {
  while (!state.due.items().empty() && state.due.items().begin()->first.due <= now) {
    const auto first = state.due.items().begin();
    const DueKey due = first->first;
    const DueItem item = first->second;
    state.due.remove(due);
    let_happen(state, position, due, item, lines);
  }
  state.digest.drop_days_before(now);
}

}  // namespace nemo
