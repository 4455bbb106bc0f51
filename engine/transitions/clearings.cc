#include "engine/transitions/clearings.h"

#include <algorithm>

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
      break;
  }
  return Account::kNone;
}

// What of a clearing is booked where so much is left for it.
Wide part_of(Wide amount, Wide left) {
  if (can_leave(left, amount)) return amount;
  return (amount > 0) == (left > 0) ? left : 0;
}

}  // namespace

Wide booked_of(const std::vector<ClearedState>& cleared) {
  Wide sum = 0;
  for (const ClearedState& part : cleared) sum += part.booked.wide();
  return sum;
}

bool can_leave(Wide left, Wide amount) {
  return amount > 0 ? amount <= left : amount < 0 && amount >= left;
}

void book_cleared(Transition& t, std::vector<ClearedState>& cleared, Nano suspense,
                  std::vector<Posting>& postings) {
  Wide left = suspense.wide();
  for (ClearedState& part : cleared) {
    const Wide booked = left == 0 ? 0 : part_of(part.amount.wide(), left);
    left -= booked;
    const Wide change = booked - part.booked.wide();
    const Account account = account_of(part.account);
    NEMO_ASSERT(account != Account::kNone);
    if (change > 0) post(t.state, Account::kSuspense, account, change, postings);
    if (change < 0) post(t.state, account, Account::kSuspense, -change, postings);
    part.booked.value = static_cast<std::int64_t>(booked);
  }
}

void unite(std::vector<ClearedState>& cleared, const std::vector<ClearedState>& others) {
  cleared.insert(cleared.end(), others.begin(), others.end());
  std::sort(cleared.begin(), cleared.end(),
            [](const ClearedState& a, const ClearedState& b) { return a.offset < b.offset; });
}

}  // namespace nemo
