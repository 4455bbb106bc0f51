#include "engine/invariants/budgets_count_open_holds.h"

#include <map>

#include "engine/invariants/number_text.h"
#include "engine/state/bytes.h"

namespace nemo {
namespace {

struct Count {
  Wide held = 0;
  std::int64_t open_holds = 0;
};
using Counts = std::map<TimeMs, Count>;  // by a window's start

// The budgets of one organization, by whom they are for, and what its open holds count in them.
class Counting {
 public:
  explicit Counting(const OrgState& org) : counts_(org.budgets.size()) {
    for (const BudgetState& budget : org.budgets) {
      budgets_[{budget.scope, budget.scope_id.view()}].push_back(&budget);
    }
    first_ = org.budgets.data();
  }

  void add(std::string_view org_id, const ReservationState& hold) {
    const RequestContent request = read_request_content(hold.content);
    add_to(Scope::kKey, request.key_id, hold);
    add_to(Scope::kUser, hold.user_id.view(), hold);
    add_to(Scope::kTeam, hold.team_id.view(), hold);
    ByteReader tags(request.tags);
    for (std::uint64_t left = tags.get_unsigned(); left > 0 && !tags.failed(); --left) {
      add_to(Scope::kTag, tags.get_text(), hold);
    }
    add_to(Scope::kModel, request.model, hold);
    add_to(Scope::kOrganization, org_id, hold);
  }

  Counts& of(const BudgetState& budget) {
    return counts_[static_cast<std::size_t>(&budget - first_)];
  }

 private:
  void add_to(Scope scope, std::string_view scope_id, const ReservationState& hold) {
    const auto found = budgets_.find({scope, scope_id});
    if (found == budgets_.end()) return;
    for (const BudgetState* budget : found->second) {
      if (budget->since >= hold.first_offset) continue;
      Count& count = of(*budget)[window_start(budget->period, hold.granted_at)];
      count.held += hold.granted.wide();
      ++count.open_holds;
    }
  }

  std::map<std::pair<Scope, std::string_view>, std::vector<const BudgetState*>> budgets_;
  std::vector<Counts> counts_;
  const BudgetState* first_ = nullptr;
};

void compare(const BudgetWindow& window, const Count& right, const std::string& whose,
             Broken& broken) {
  if (window.held.wide() == right.held && window.open_holds == right.open_holds) return;
  broken.push_back(whose + " holds " + number_text(window.held) + " in " +
                   number_text(Wide{window.open_holds}) + " open holds, not " +
                   number_text(right.held) + " in " + number_text(Wide{right.open_holds}));
}

// Windows that are not listed hold nothing.
void compare_all(const BudgetState& budget, Counts& counts, const std::string& whose,
                 Broken& broken) {
  compare(budget.newest, counts[budget.newest.start], whose, broken);
  counts.erase(budget.newest.start);
  for (const BudgetWindow& window : budget.older) {
    compare(window, counts[window.start], whose, broken);
    counts.erase(window.start);
  }
  for (const auto& [start, count] : counts) compare(BudgetWindow{}, count, whose, broken);
}

}  // namespace

void check_budgets_count_open_holds(const PartitionState& state, Broken& broken) {
  const OpenHolds holds(state);
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    if (org.budgets.empty()) return;
    Counting counting(org);
    holds.each_of(org_id, [&](const OpenHolds::Hold& hold) { counting.add(org_id, hold.record); });
    for (const BudgetState& budget : org.budgets) {
      const std::string whose = std::string(org_id) + ": the budget of " +
                                std::string(enum_name(budget.scope)) + " " + budget.scope_id.value +
                                " " + std::string(enum_name(budget.period));
      compare_all(budget, counting.of(budget), whose, broken);
    }
  });
}

}  // namespace nemo
