#include "projections/statement.h"

namespace nemo {
namespace {

bool is_own(Account account) { return is_organization_account(account); }

}  // namespace

Statement::Day& Statement::day_of_line(const Outcome& line) {
  const std::int64_t number = day_of(line.at);
  if (days_.empty() || days_.back().day != number) {
    Day day;
    day.day = number;
    day.opening = balance();
    day.closing = day.opening;
    days_.push_back(day);
  }
  return days_.back();
}

void Statement::add(const Outcome& line) {
  if (!line.balance) return;
  Day& day = day_of_line(line);
  if (line.name.code == OutcomeCode::kGranted) ++day.granted;
  if (is_denied(line.name.code)) ++day.denied;
  if (line.name.code == OutcomeCode::kSettled) ++day.settled;
  for (const Posting& posting : line.postings) {
    // What credits the organization's accounts raises its balance.
    const Wide amount = is_own(posting.credit) ? posting.amount.wide() : -posting.amount.wide();
    if (is_own(posting.credit) == is_own(posting.debit)) continue;
    const Account other = is_own(posting.credit) ? posting.debit : posting.credit;
    day.closing += amount;
    if (line.name.code == OutcomeCode::kCreditExpired) {
      day.forfeited -= amount;
    } else if (other == Account::kRevenueUsage) {
      day.usage -= amount;
    } else if (other == Account::kExpenseAdjustments) {
      day.adjustments += amount;
    } else {
      day.credits += amount;
    }
  }
  if (day.closing != line.balance->balance_nano.wide()) ties_out_ = false;
}

}  // namespace nemo
