#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/stripe_api/stripe_error.h"
#include "adapters/stripe_ledger/low_balances.h"

namespace nemo::stripe_ledger {

// What follows from an answer of the ledger or of Stripe for a top-up. Thread rule: any thread.

// Between two attempts of one organization, at least and, while nothing says more, at most.
inline constexpr std::int64_t kSoonMs = 60'000;
inline constexpr std::int64_t kLateMs = 3'600'000;
// Stripe knows an idempotency key for a day at least: after it, the same would be another payment.
inline constexpr std::int64_t kKnownMs = 20 * 3'600'000;

// The next attempt's; no other ledger's either, should one account of Stripe serve several.
TopUpId top_up_id_of(const LowBalances::Low& low);

// A record about a top-up; `what` names it, with the id.
Envelope top_up_record(Payload payload, const OrgId& org_id, std::string_view what,
                       const TopUpId& top_up_id);

// The credits that a line granted; nothing for any other line.
std::optional<Nano> granted_by(const Outcome& line);

// Who pays: the customer that became the organization's last, unless Stripe said that it is gone
// and another is not: of those the active one that was told of last, else one of which only other
// things were told. Empty: nobody.
StripeId payer_of(const StripeId& last, const std::vector<LinkedCustomer>& customers);

// When it is worth to ask again after a denial.
TimeMs next_time(const Outcome& line, TimeMs now);

// To ask again for the same would give the same, and the customer is the one to mend it. What else
// Stripe refuses (its key, its address) is the operator's; the payment may come to be.
bool is_the_customers(const stripe_api::StripeError& error);

}  // namespace nemo::stripe_ledger
