#include "events/catalog/organization_closed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const OrganizationClosed&) { return Field::kNone; }

}  // namespace nemo
