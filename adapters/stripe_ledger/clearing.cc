#include "adapters/stripe_ledger/clearing.h"

namespace nemo::stripe_ledger {
namespace {

std::optional<NotCleared> why_invalid(Field field, const StripeId& object_id) {
  if (field == Field::kObjectId) {
    return NotCleared{field, object_id.value +
                                 " is a payment: name the organization that the exceptions have "
                                 "beside it (`org_id`, --org); one that is nobody's is assigned "
                                 "instead (POST /v1/finance/assignments, `nemo-ledger stripe "
                                 "assign`)"};
  }
  if (field == Field::kAmountNano) {
    return NotCleared{field,
                      "it is more than stands in suspense, or not of its sign: see what stands "
                      "there (/v1/finance/exceptions, `nemo-ledger report exceptions`)"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<NotCleared> why_not_cleared(const Outcome& line, const OrgId& org_id,
                                          const StripeId& object_id) {
  switch (line.name.code) {
    case OutcomeCode::kNotFound:
      return NotCleared{Field::kObjectId,
                        "nobody told " + org_id.value + " of " + object_id.value +
                            ": name the organization that the exceptions have beside it"};
    case OutcomeCode::kDeniedOrganizationUnknown:
      return NotCleared{Field::kOrgId, "there is no organization " + org_id.value};
    case OutcomeCode::kInvalid:
      return why_invalid(line.name.field, object_id);
    default:
      return std::nullopt;
  }
}

}  // namespace nemo::stripe_ledger
