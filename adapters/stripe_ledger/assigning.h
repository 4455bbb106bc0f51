#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe/owners.h"
#include "adapters/stripe_ledger/follower.h"

namespace nemo::stripe_ledger {

// Whose somebody says that one of Stripe's objects is.
struct WantedAssignment {
  StripeId object_id;  // a payment or a customer; a charge stands for its payment
  OrgId org_id;
  std::string actor;              // a pseudonym
  bool even_if_not_told = false;  // also where Stripe told nothing of the object so far
};

struct Assigned {
  enum class How : std::uint8_t {
    kNow,
    kAgain,   // the same was said before
    kBefore,  // by others, or by Stripe: it was the organization's already
  };
  How how{};
  StripeId object_id;    // by the name that the ledger has it by
  LogPosition position;  // of the record that decided
};

// Nothing was assigned; the message says why, and what to do.
struct NotAssigned {
  enum class Why : std::uint8_t {
    kOrganizationUnknown,
    kNotAssignable,  // neither a payment nor a customer
    kNotTold,        // nobody told of it
    kAnothers,
  };
  Why why{};
  std::string message;
};

// Assigns it, and waits until its organization was told what waited for it, so that its money has
// left suspense. Once assigned it is that organization's for ever. Throws NotAssigned; Failure,
// also where what lies on the log is not followed within `patience` of each wait: asking again is
// safe.
Assigned assign(Ledger& ledger, stripe::Owners& owners, Follower& follower,
                const WantedAssignment& wanted, std::chrono::milliseconds patience);

}  // namespace nemo::stripe_ledger
