#include "events/catalog/credit_granted.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const CreditGranted& record) {
  return Form()
      .id(Field::kGrantId, record.grant_id)
      .chosen(Field::kKind, record.kind)
      .required_at_least(Field::kAmountNano, record.amount_nano, 1)
      .first_wrong();
}

}  // namespace nemo
