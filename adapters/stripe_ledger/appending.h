#pragma once

#include <cstddef>
#include <string_view>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe_ledger/intake.h"

namespace nemo::stripe_ledger {

// Appends all that some news comes to and waits until it is decided: whose its objects are first,
// then what it says, to whom the log gave them. Answers how many records the ledger did not have.
// `text` as in Intake. Throws Failure, stripe::FileUnusable. Thread rule: any thread but the
// ledger's.
std::size_t append_news(Ledger& ledger, Intake& intake, const StripeNews& news,
                        std::string_view text);

}  // namespace nemo::stripe_ledger
