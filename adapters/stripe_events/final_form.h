#pragma once

#include <vector>

#include "adapters/stripe_events/fault.h"
#include "adapters/stripe_events/stripe_news.h"

namespace nemo::stripe_events {

// What is wrong with the form of the first record that would be refused as invalid; kNone if none
// would be. An item's record is one of those that StripeItem names.
StripeFault first_wrong_form(const std::vector<StripeItem>& items);

}  // namespace nemo::stripe_events
