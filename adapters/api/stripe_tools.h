#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "adapters/api/stripe_catch_up.h"

namespace nemo::api {

// What is done about Stripe from the command line. `data` is the ledger's directory. All throw
// Failure: 2 for what was asked wrongly, 4 for a Stripe that cannot be reached.
struct StripeToolOptions {
  std::filesystem::path data;
  std::string api_key_file;     // the key of Stripe's API
  std::string api_url;          // empty: Stripe's own
  std::string master_key_file;  // empty: the bodies of events are not kept
  StripeMode mode = StripeMode::kAny;
};

// See StripeCatchUp. Returns once everybody was told of what is theirs.
StripeCatchUp::Counts catch_up_with_stripe(
    Ledger& ledger, const StripeToolOptions& options,
    const std::function<void(const StripeCatchUp::Counts&)>& progress);

// Says whose a payment or customer is, and tells that organization what waited for it.
void assign_stripe_object(Ledger& ledger, const std::filesystem::path& data,
                          const StripeId& object_id, const OrgId& org_id, const std::string& actor);

}  // namespace nemo::api
