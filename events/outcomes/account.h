#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// The chart of accounts, numbered for ever. The first three are one per organization
// ("owed:ORG"); the others are the platform's, kept per partition and summed.
enum class Account : std::uint8_t {
  kNone = 0,
  kCreditsPurchased = 1,    // liability
  kCreditsPromotional = 2,  // liability
  kOwed = 3,                // asset
  kStripeClearing = 4,
  kBank = 5,
  kManualClearing = 6,
  kRevenueUsage = 7,
  kRevenuePlatformFee = 8,
  kRevenueBreakage = 9,
  kExpensePromotion = 10,
  kExpenseAdjustments = 11,
  kExpenseStripeFees = 12,
  kExpenseDisputeLosses = 13,
  kSuspense = 14,
  kTaxPayable = 15,
  kProviderCost = 16,
  kProviderPayable = 17,
};

inline constexpr std::uint8_t kAccountCount = 18;

constexpr bool is_organization_account(Account account) {
  return account >= Account::kCreditsPurchased && account <= Account::kOwed;
}

// "credits:purchased", "revenue:usage", ... without the organization.
std::string_view account_name(Account account);
// "credits:purchased:acme", "revenue:usage".
std::string format_account(Account account, const OrgId& org_id);

// Nano-units that moved: above 0, up to 2^63, the most that one record can move.
struct PostedNano {
  std::uint64_t value = 0;

  constexpr Wide wide() const { return value; }
  bool operator==(const PostedNano&) const = default;
};

// One line of a balanced transaction: the amount moves from credit to debit.
struct Posting {
  Account debit = Account::kNone;
  Account credit = Account::kNone;
  PostedNano amount;

  bool operator==(const Posting&) const = default;
};

// What a posting does to the organization's balance: credits are liabilities, owed is an asset.
constexpr Wide effect_on_balance(const Posting& posting) {
  const bool takes = is_organization_account(posting.debit);
  const bool gives = is_organization_account(posting.credit);
  return (gives ? posting.amount.wide() : 0) - (takes ? posting.amount.wide() : 0);
}

}  // namespace nemo
