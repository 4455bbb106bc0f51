#include "events/catalog/top_up_requested.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const TopUpRequested& record) {
  return Form().id(Field::kTopUpId, record.top_up_id).first_wrong();
}

}  // namespace nemo
