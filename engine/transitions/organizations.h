#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives: exists, exists_with_different_FIELD, accepted.
void apply(Transition& t, const OrganizationCreated& record);
// Each gives: denied_organization_unknown, accepted (again and again).
void apply(Transition& t, const OrganizationSuspended& record);
void apply(Transition& t, const OrganizationResumed& record);
void apply(Transition& t, const OrganizationClosed& record);
// Gives: denied_organization_unknown, invalid_credit_line_nano, accepted.
void apply(Transition& t, const OrganizationUpdated& record);
// Gives: denied_organization_unknown, accepted (again and again).
void apply(Transition& t, const WebhookSet& record);
// Gives: denied_organization_unknown, not_found, accepted.
void apply(Transition& t, const WebhookRemoved& record);

// The organization's cold state; it exists since the organization was created.
Object<DirectoryState>& directory_of(Transition& t);

}  // namespace nemo
