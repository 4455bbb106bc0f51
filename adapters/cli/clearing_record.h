#pragma once

#include <string>

#include "adapters/cli/options.h"
#include "events/catalog/envelope.h"

namespace nemo {

// What `stripe clear` was asked.
struct ClearOptions {
  LedgerChoice ledger;
  std::string object;
  std::string org{kStripeOrg};
  std::string amount;
  std::string to;
  std::string reason;
  std::string actor = "operator";
  std::string clearing_id;  // empty: by what is asked, so that the same again is the same clearing
};

// The record of it, of right form. Throws Failure (2).
Envelope clearing_record(const ClearOptions& options);

}  // namespace nemo
