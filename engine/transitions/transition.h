#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/state/content.h"
#include "engine/state/partition_state.h"
#include "events/catalog/envelope.h"
#include "events/outcomes/outcome_lines.h"

namespace nemo {

using OrgObject = Object<OrgState>;
using ReservationObject = Object<ReservationState>;
using IdObject = Object<IdState>;

// One record being applied: what every transition reads, changes and answers into.
// `now` is the record's log time.
struct Transition {
  PartitionState& state;
  const Envelope& envelope;
  LogPosition position;
  TimeMs now;
  OutcomeLines& lines;
  OrgObject* org = nullptr;  // the envelope's; null where it does not exist

  // The answer's line, as of now: call it after the change. Its balance is the organization's.
  Outcome& answer(OutcomeName name);
  Outcome& answer(OutcomeCode code) { return answer(OutcomeName{code, Field::kNone}); }
  Outcome& answer_invalid(Field field) { return answer({OutcomeCode::kInvalid, field}); }
  // `first`: what stands in the repeat's way, and the offset of the record that brought it.
  void answer_first(OutcomeName name, OutcomeName first, Offset first_offset);
  // A line that time or the record's own line caused, after the record's own line.
  Outcome& follow(OutcomeCode code, const OrgId& org_id, const OrgState& org);

  TimeMs remembered_until() const { return {now.value + kRememberedMs}; }
  OrgState& org_state() { return org->record; }
  std::string& key_scratch() { return state.scratch.key; }
  const WindowStarts& windows_now() { return state.scratch.now.at(now); }
  // The windows that a reservation granted then counts in.
  const WindowStarts& windows_of_grant(TimeMs granted_at) {
    return state.scratch.granted.at(granted_at);
  }
  void touch_org() { state.orgs.touch(*org); }
};

// An id that was used up and is not forgotten at `now`; null otherwise.
IdObject* find_id(Transition& t, IdKind kind, std::string_view id);
// Uses an id up, for ever or for 30 days.
void remember_id(Transition& t, IdKind kind, std::string_view id, IdState id_state);
// For ever, by a record of that content that is accepted.
void remember_accepted(Transition& t, IdKind kind, std::string_view id, std::string content);

// Answers `exists` or `exists_with_different_FIELD` and returns true if the id was used up.
template <class Record>
bool answered_as_repeat(Transition& t, IdKind kind, std::string_view id,
                        const std::string& content) {
  const IdObject* known = find_id(t, kind, id);
  if (known == nullptr) return false;
  const Field different = first_difference<Record>(known->record.content, content);
  const OutcomeName name = different == Field::kNone
                               ? OutcomeName{OutcomeCode::kExists, Field::kNone}
                               : OutcomeName{OutcomeCode::kExistsWithDifferent, different};
  t.answer_first(name, known->record.first, known->record.offset);
  return true;
}

}  // namespace nemo
