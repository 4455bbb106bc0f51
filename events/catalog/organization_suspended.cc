#include "events/catalog/organization_suspended.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const OrganizationSuspended&) { return Field::kNone; }

}  // namespace nemo
