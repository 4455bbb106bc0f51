#include "events/catalog/top_up_failed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const TopUpFailed& record) {
  return Form()
      .id(Field::kTopUpId, record.top_up_id)
      .required(Field::kReason, record.reason)
      .first_wrong();
}

}  // namespace nemo
