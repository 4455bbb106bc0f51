#include "engine/transitions/members.h"

#include "engine/transitions/organizations.h"

namespace nemo {

void apply(Transition& t, const MemberAdded& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  Object<DirectoryState>& directory = directory_of(t);
  const MemberState fresh{record.role, record.role, t.position.offset};
  const auto [member, added] = directory.record.members.emplace(record.user_id.value, fresh);
  if (!added) {
    const bool same = member->second.added_role == record.role;
    t.answer_first(same ? OutcomeName{OutcomeCode::kExists, Field::kNone}
                        : OutcomeName{OutcomeCode::kExistsWithDifferent, Field::kRole},
                   {OutcomeCode::kAccepted, Field::kNone}, member->second.added_offset);
    return;
  }
  t.state.directories.touch(directory);
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const MemberRoleChanged& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  Object<DirectoryState>& directory = directory_of(t);
  const auto member = directory.record.members.find(record.user_id.value);
  if (member == directory.record.members.end()) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  member->second.role = record.role;
  t.state.directories.touch(directory);
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const MemberRemoved& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  Object<DirectoryState>& directory = directory_of(t);
  if (directory.record.members.erase(record.user_id.value) == 0) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  t.state.directories.touch(directory);
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace nemo
