#include "events/catalog/auto_top_up_set.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const AutoTopUpSet& record) {
  return Form()
      .expect(Field::kThresholdNano, record.threshold_nano.has_value())
      .at_least(Field::kAmountNano, record.amount_nano, 1)
      .at_least(Field::kDailyCapNano, record.daily_cap_nano, 0)
      .first_wrong();
}

}  // namespace nemo
