#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "adapters/stripe_ledger/assigning.h"
#include "adapters/stripe_ledger/body.h"
#include "adapters/stripe_ledger/catch_up.h"

namespace nemo::stripe_ledger {

// What is done about Stripe from the command line. `data` is the ledger's directory. All throw
// Failure: 2 for what was asked wrongly, 4 for a Stripe that cannot be reached.
struct ToolOptions {
  std::filesystem::path data;
  std::string api_key_file;     // the key of Stripe's API
  std::string api_url;          // empty: Stripe's own
  std::string master_key_file;  // "a,b" of several; empty: the bodies of events are not kept
  Mode mode = Mode::kAny;
};

// See CatchUp. Returns once everybody was told of what is theirs.
CatchUp::Counts catch_up_with_stripe(Ledger& ledger, const ToolOptions& options,
                                     const std::function<void(const CatchUp::Counts&)>& progress);

// See assign(); what cannot be assigned is a Failure (2), too.
Assigned assign_stripe_object(Ledger& ledger, const std::filesystem::path& data,
                              const WantedAssignment& wanted);

// See find_body(); `master_key_file`: what the data keys in `data` are wrapped under, "a,b" of
// several. Nothing in `data` is changed.
FoundBody stripe_body(LogPort& log, const std::filesystem::path& data,
                      const std::string& master_key_file, const WantedBody& wanted);

}  // namespace nemo::stripe_ledger
