#include "events/catalog/organization_created.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const OrganizationCreated& record) {
  return Form()
      .required(Field::kName, record.name)
      .expect(Field::kCurrency, record.currency.view() == "USD")
      .at_least(Field::kCreditLineNano, record.credit_line_nano, 0)
      .first_wrong();
}

}  // namespace nemo
