#include "projections/journal.h"

namespace nemo {

Wide Transaction::amount() const {
  Wide sum = 0;
  for (const Posting& posting : postings) sum += posting.amount.wide();
  return sum;
}

std::optional<Transaction> transaction_of(const Outcome& line) {
  if (line.postings.empty()) return std::nullopt;
  return Transaction{line.position,       line.at,      line.event_id, line.org_id, line.name,
                     line.reservation_id, line.postings};
}

TrialBalance::Sum& TrialBalance::sum(Account account, const OrgId& org_id) {
  return sums_[{account, is_organization_account(account) ? org_id.value : std::string()}];
}

void TrialBalance::add(const Outcome& line) {
  for (const Posting& posting : line.postings) {
    ++postings_;
    sum(posting.debit, line.org_id).debit += posting.amount.wide();
    sum(posting.credit, line.org_id).credit += posting.amount.wide();
    total_ += posting.amount.wide();
  }
}

std::vector<TrialBalance::Line> TrialBalance::lines() const {
  std::vector<Line> lines;
  for (const auto& [account, sum] : sums_) {
    lines.push_back({format_account(account.first, OrgId(account.second)), sum.debit, sum.credit});
  }
  return lines;
}

std::array<Wide, kAccountCount> TrialBalance::by_kind() const {
  std::array<Wide, kAccountCount> kinds{};
  for (const auto& [account, sum] : sums_) {
    kinds[static_cast<std::size_t>(account.first)] += sum.debit - sum.credit;
  }
  return kinds;
}

}  // namespace nemo
