#include "events/catalog/stripe_object_assigned.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const StripeObjectAssigned& record) {
  return Form()
      .name(Field::kObjectId, record.object_id)
      .id(Field::kAssignedOrgId, record.assigned_org_id)
      .optional_name(Field::kChargeId, record.charge_id)
      .required(Field::kActor, record.actor)
      .first_wrong();
}

}  // namespace nemo
