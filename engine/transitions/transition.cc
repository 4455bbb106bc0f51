#include "engine/transitions/transition.h"

namespace nemo {
namespace {

// Of the form OutcomeName needs nowhere else: whose reservation a record speaks of.
struct ReservationOf {
  const ReservationId* operator()(const ReservationRequested& r) const { return &r.reservation_id; }
  const ReservationId* operator()(const ReservationIncreased& r) const { return &r.reservation_id; }
  const ReservationId* operator()(const ReservationSettled& r) const { return &r.reservation_id; }
  const ReservationId* operator()(const ReservationReleased& r) const { return &r.reservation_id; }
  template <class Record>
  const ReservationId* operator()(const Record&) const {
    return nullptr;
  }
};

}  // namespace

Outcome& Transition::answer(OutcomeName name) {
  Outcome& line = lines.add();
  line.position = position;
  line.at = now;
  line.event_id = envelope.event_id;
  line.org_id.value.assign(envelope.org_id.view());
  line.name = name;
  const ReservationId* id = std::visit(ReservationOf{}, envelope.payload);
  // Only what is invalid may have an id of a wrong form.
  const bool well_formed = name.code != OutcomeCode::kInvalid || (id && is_id_form(id->view()));
  if (id != nullptr && well_formed) line.reservation_id.value.assign(id->view());
  if (org != nullptr) line.balance = org->record.balances();
  return line;
}

void Transition::answer_first(OutcomeName name, OutcomeName first, Offset first_offset) {
  answer(name).detail = FirstDetail{first, {position.partition, first_offset}};
}

Outcome& Transition::follow(OutcomeCode code, const OrgId& org_id, const OrgState& org_now) {
  Outcome& line = lines.add();
  line.position = position;
  line.at = now;
  line.event_id = envelope.event_id;
  line.org_id.value.assign(org_id.view());
  line.name.code = code;
  line.balance = org_now.balances();
  return line;
}

IdObject* find_id(Transition& t, IdKind kind, std::string_view id) {
  IdObject* found = t.state.ids.find(id_key(t.key_scratch(), t.envelope.org_id.view(), kind, id));
  if (found == nullptr) return nullptr;
  const std::optional<TimeMs> forget_at = found->record.forget_at;
  return forget_at && *forget_at <= t.now ? nullptr : found;
}

void remember_id(Transition& t, IdKind kind, std::string_view id, IdState id_state) {
  const std::string_view key = id_key(t.key_scratch(), t.envelope.org_id.view(), kind, id);
  IdObject* object = t.state.ids.find(key);
  if (object == nullptr) object = &t.state.ids.create(key);
  object->record = std::move(id_state);
  t.state.ids.touch(*object);
}

void remember_accepted(Transition& t, IdKind kind, std::string_view id, std::string content) {
  remember_id(t, kind, id,
              {{OutcomeCode::kAccepted, Field::kNone},
               t.position.offset,
               std::move(content),
               std::nullopt});
}

}  // namespace nemo
