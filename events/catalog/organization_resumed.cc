#include "events/catalog/organization_resumed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const OrganizationResumed&) { return Field::kNone; }

}  // namespace nemo
