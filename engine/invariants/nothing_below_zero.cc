#include "engine/invariants/nothing_below_zero.h"

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

void expect_from_zero(Wide value, std::string_view what, Broken& broken) {
  if (value < 0) broken.push_back(std::string(what) + " is " + number_text(value));
}

void check_window(const BudgetWindow& window, Broken& broken) {
  expect_from_zero(window.spent.wide(), "a budget's spent", broken);
  expect_from_zero(window.held.wide(), "a budget's held", broken);
  expect_from_zero(window.open_holds, "a budget's count of open holds", broken);
}

}  // namespace

void check_nothing_below_zero(const OrgState& org, Broken& broken) {
  expect_from_zero(org.held.wide(), "held", broken);
  expect_from_zero(org.frozen().wide(), "frozen", broken);
  expect_from_zero(org.credit_line.wide(), "the credit line", broken);
  for (const KeyState& key : org.keys) {
    expect_from_zero(key.open_holds, "a key's count of open holds", broken);
    expect_from_zero(key.requests, "a key's count of requests", broken);
    expect_from_zero(key.tokens, "a key's count of tokens", broken);
  }
  for (const BudgetState& budget : org.budgets) {
    check_window(budget.newest, broken);
    for (const BudgetWindow& window : budget.older) check_window(window, broken);
  }
}

void check_nothing_below_zero(const PartitionState& state, Broken& broken) {
  ask_each_org(state, broken,
               [](const OrgState& org, Broken& out) { check_nothing_below_zero(org, out); });
}

}  // namespace nemo
