#include "engine/invariants/accounts_are_balances.h"

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

void compare(const PartitionState& state, Account account, Wide sum, Broken& broken) {
  const Wide booked = state.globals.accounts[static_cast<std::size_t>(account)];
  if (booked == sum) return;
  broken.push_back(std::string(account_name(account)) + " is " + number_text(booked) +
                   ", the organizations sum to " + number_text(sum));
}

}  // namespace

void check_accounts_are_balances(const PartitionState& state, Broken& broken) {
  if (!is_whole(state)) return;
  Wide purchased = 0;
  Wide promotional = 0;
  Wide owed = 0;
  each_org(state, [&](std::string_view, const OrgState& org) {
    for (const Lot& lot : org.lots) {
      (lot.kind == CreditKind::kPurchased ? purchased : promotional) += lot.left.wide();
    }
    if (org.balance.value < 0) owed -= org.balance.wide();
  });
  // Accounts are debits minus credits: what organizations have is a liability.
  compare(state, Account::kCreditsPurchased, -purchased, broken);
  compare(state, Account::kCreditsPromotional, -promotional, broken);
  compare(state, Account::kOwed, owed, broken);
}

}  // namespace nemo
