#pragma once

#include <string>
#include <utility>

#include "engine/transitions/transition.h"

namespace nemo {

// Stripe's events are told apart by Stripe's own ids, for ever. An event that did nothing but say
// what was known is accepted all the same. One that was noted and no more may still be told: what
// was put aside by mistake is not lost.

template <class Record>
constexpr IdKind kEventIdKind = IdKind::kStripeEvent;
template <>
inline constexpr IdKind kEventIdKind<StripeEventNoted> = IdKind::kStripeNote;

// Answers exists, exists_with_different_FIELD or, for an organization that is not there,
// denied_organization_unknown, and returns true. Else `content` is the record's.
template <class Record>
bool answered_as_repeat_of_event(Transition& t, const Record& record, std::string& content) {
  Record normal = record;
  normalize(normal);
  content = content_of(normal);
  if (answered_as_repeat<Record>(t, kEventIdKind<Record>, record.stripe_event_id.view(), content)) {
    return true;
  }
  if (t.org != nullptr || t.envelope.org_id.view() == kStripeOrg) return false;
  t.answer(OutcomeCode::kDeniedOrganizationUnknown);
  return true;
}

template <class Record>
void remember_event(Transition& t, const Record& record, std::string content) {
  remember_accepted(t, kEventIdKind<Record>, record.stripe_event_id.view(), std::move(content));
}

}  // namespace nemo
