#pragma once

#include <string>
#include <string_view>

#include "adapters/api/answers.h"
#include "adapters/daemon/ledger.h"

namespace nemo::api {

// What is read of an organization, as JSON objects appended to `out`. `now` is the log time or the
// clock's, whichever is later: budgets and limits are shown as of it.

void append_organization(const OrgId& org_id, const OrgReading& reading, std::string& out);
// {balance, held, available, position}; with_lots: also the credit line and the lots.
void append_balance(const OrgReading& reading, bool with_lots, std::string& out);
void append_key(const KeyState& key, const OrgReading& reading, TimeMs now, std::string& out);
void append_member(std::string_view user_id, Role role, std::string& out);
void append_team(const Team& team, std::string& out);
void append_budget(const BudgetState& budget, TimeMs now, std::string& out);
void append_reservation(std::string_view reservation_id, const ReservationState& state,
                        LogPosition seen, std::string& out);

// {"data": [...]} of what `each(append_one)` appends.
template <class Each>
void append_list(std::string& out, Each&& each) {
  out.append("{\"data\":[");
  bool first = true;
  each([&](auto&& append_one) {
    if (!first) out.push_back(',');
    first = false;
    append_one(out);
  });
  out.append("]}");
}

}  // namespace nemo::api
