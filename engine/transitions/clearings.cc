#include "engine/transitions/clearings.h"

#include "engine/transitions/credits.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

Account account_of(ClearingAccount account) {
  switch (account) {
    case ClearingAccount::kExpenseAdjustments:
      return Account::kExpenseAdjustments;
    case ClearingAccount::kExpenseStripeFees:
      return Account::kExpenseStripeFees;
    case ClearingAccount::kExpenseDisputeLosses:
      return Account::kExpenseDisputeLosses;
    case ClearingAccount::kTaxPayable:
      return Account::kTaxPayable;
    case ClearingAccount::kRevenuePlatformFee:
      return Account::kRevenuePlatformFee;
    case ClearingAccount::kBank:
      return Account::kBank;
    case ClearingAccount::kUnset:
    case ClearingAccount::kCredits:
      break;
  }
  return Account::kNone;
}

// What of a part stays where so much is left for it.
Wide kept_of(const ClearedState& part, Wide left) {
  const Wide amount = part.amount.wide();
  if (can_leave(left, amount)) return amount;
  return (amount > 0) == (left > 0) ? left : 0;
}

template <class Visit>
void each_kept(const std::vector<ClearedState>& cleared, Wide suspense, Visit&& visit) {
  Wide left = suspense;
  for (const ClearedState& part : cleared) {
    const Wide kept = left == 0 ? 0 : kept_of(part, left);
    left -= kept;
    visit(part, kept);
  }
}

Nano nano_of(Wide amount) { return {static_cast<std::int64_t>(amount)}; }

}  // namespace

Wide sum_of(const std::vector<ClearedState>& cleared) {
  Wide sum = 0;
  for (const ClearedState& part : cleared) sum += part.amount.wide();
  return sum;
}

Wide credits_of(const std::vector<ClearedState>& cleared) {
  Wide sum = 0;
  for (const ClearedState& part : cleared) {
    if (part.account == ClearingAccount::kCredits) sum += part.amount.wide();
  }
  return sum;
}

bool can_leave(Wide left, Wide amount) {
  return amount > 0 ? amount <= left : amount < 0 && amount >= left;
}

std::vector<ClearedState> beyond(const std::vector<ClearedState>& cleared, Wide suspense) {
  std::vector<ClearedState> undone;
  each_kept(cleared, suspense, [&undone](const ClearedState& part, Wide kept) {
    const Wide rest = part.amount.wide() - kept;
    if (rest != 0) undone.push_back({part.account, nano_of(rest)});
  });
  return undone;
}

void take_off(std::vector<ClearedState>& cleared, Wide suspense) {
  std::vector<ClearedState> stays;
  each_kept(cleared, suspense, [&stays](const ClearedState& part, Wide kept) {
    if (kept != 0) stays.push_back({part.account, nano_of(kept)});
  });
  cleared = std::move(stays);
}

void post_cleared(Transition& t, std::string_view payment_id, ClearingAccount account, Wide amount,
                  std::vector<Posting>& postings) {
  if (account == ClearingAccount::kCredits) {
    return post_payment_credits(t, payment_id, amount, Account::kSuspense, postings);
  }
  const Account other = account_of(account);
  NEMO_ASSERT(other != Account::kNone);
  if (amount > 0) post(t.state, Account::kSuspense, other, amount, postings);
  if (amount < 0) post(t.state, other, Account::kSuspense, -amount, postings);
}

}  // namespace nemo
