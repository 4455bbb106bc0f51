#include "events/catalog/usage_recorded.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const UsageRecorded& record) {
  return Form()
      .id(Field::kUsageId, record.usage_id)
      .id(Field::kKeyId, record.key_id)
      .name(Field::kModel, record.model)
      .at_least(Field::kCostNano, record.cost_nano, 0)
      .expect(Field::kCostNano, record.cost_nano.has_value() || record.usage.has_value())
      .expect(Field::kUsage, usage_is_right(record.usage))
      .at_least(Field::kTokens, record.tokens, 0)
      .first_wrong();
}

}  // namespace nemo
