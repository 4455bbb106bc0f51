#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo {

// A balanced transaction of the books: the postings of one outcome line, which move the same
// amount out of the accounts they credit and into those they debit.
struct Transaction {
  LogPosition position;
  TimeMs at;
  std::optional<EventId> event_id;
  OrgId org_id;
  OutcomeName outcome;
  ReservationId reservation_id;
  std::vector<Posting> postings;

  Wide amount() const;  // of all postings together
};

// The transaction of a line; nothing for one that moves no money.
std::optional<Transaction> transaction_of(const Outcome& line);

// Sums by account, folded line by line. Platform accounts are summed over all organizations; of an
// organization's own accounts there is one each.
class TrialBalance {
 public:
  struct Line {
    std::string account;
    Wide debit = 0;
    Wide credit = 0;
  };

  void add(const Outcome& line);

  // In the order of the chart, then of the organizations' ids.
  std::vector<Line> lines() const;
  // By kind of account: all organizations' together.
  std::array<Wide, kAccountCount> by_kind() const;  // debits minus credits
  // Of all postings: each is a debit of one account and a credit of another.
  Wide total() const { return total_; }
  std::uint64_t postings() const { return postings_; }

 private:
  struct Sum {
    Wide debit = 0;
    Wide credit = 0;
  };
  Sum& sum(Account account, const OrgId& org_id);

  std::map<std::pair<Account, std::string>, Sum> sums_;
  Wide total_ = 0;
  std::uint64_t postings_ = 0;
};

}  // namespace nemo
