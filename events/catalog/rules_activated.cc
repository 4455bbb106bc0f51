#include "events/catalog/rules_activated.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const RulesActivated& record) {
  return Form().within(Field::kRulesVersion, record.rules_version, 1, INT64_MAX).first_wrong();
}

}  // namespace nemo
