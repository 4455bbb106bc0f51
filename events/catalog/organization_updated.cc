#include "events/catalog/organization_updated.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const OrganizationUpdated& record) {
  return Form().at_least(Field::kCreditLineNano, record.credit_line_nano, 0).first_wrong();
}

}  // namespace nemo
