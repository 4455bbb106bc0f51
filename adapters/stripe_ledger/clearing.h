#pragma once

#include <optional>
#include <string>

#include "events/catalog/suspense_cleared.h"
#include "events/outcomes/outcome.h"

namespace nemo::stripe_ledger {

// Nothing was cleared: the field that it is about, and for people the reason and the fix, which are
// the same whoever asked.
struct NotCleared {
  Field field{};
  std::string message;
};

// By the own line of a record of right form; nothing where it was cleared, or where the outcome's
// name says all there is. Thread rule: any thread.
std::optional<NotCleared> why_not_cleared(const Outcome& line, const OrgId& org_id,
                                          const StripeId& object_id);

}  // namespace nemo::stripe_ledger
