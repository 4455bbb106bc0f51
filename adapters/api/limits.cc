#include "adapters/api/limits.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/api/amount_members.h"
#include "adapters/api/answers.h"

namespace nemo::api {
namespace {

constexpr std::int64_t kSecond = 1'000;

void add(const std::string& of, std::int64_t limit, Wide used, std::int64_t seconds,
         http::Response& response) {
  const Wide left = std::max<Wide>(0, limit - used);
  response.fields.push_back({"x-ratelimit-limit-" + of, std::to_string(limit)});
  response.fields.push_back(
      {"x-ratelimit-remaining-" + of, std::to_string(static_cast<std::int64_t>(left))});
  response.fields.push_back({"x-ratelimit-reset-" + of, std::to_string(seconds) + "s"});
}

const KeyState* key_of(const OrgReading& reading, std::string_view key_id) {
  const auto& keys = reading.org.keys;
  const auto found = std::lower_bound(
      keys.begin(), keys.end(), key_id,
      [](const KeyState& key, std::string_view id) { return key.key_id.view() < id; });
  return found != keys.end() && found->key_id.view() == key_id ? &*found : nullptr;
}

// The least so far, and what is left in the budgets of a scope.
void note_left(const OrgState& org, Scope scope, std::string_view scope_id, TimeMs now,
               std::optional<Wide>& least) {
  if (scope_id.empty()) return;
  thread_local WindowMemo windows;
  const auto order = [](const BudgetState& budget) {
    return std::pair(budget.scope, budget.scope_id.view());
  };
  const std::pair wanted(scope, scope_id);
  auto budget = std::lower_bound(
      org.budgets.begin(), org.budgets.end(), wanted,
      [&](const BudgetState& one, const auto& other) { return order(one) < other; });
  for (; budget != org.budgets.end() && order(*budget) == wanted; ++budget) {
    const Wide left = left_in(budget->standing(windows.at(now)));
    least = least ? std::min(*least, left) : left;
  }
}

}  // namespace

void add_budget_left(Wide left, http::Response& response) {
  std::string text;
  append_decimal(left, text);
  response.fields.push_back({"x-nemo-budget-remaining", text.substr(1, text.size() - 2)});
}

void add_budget_left(const OrgReading& reading, const KeyHolder& holder, TimeMs now,
                     http::Response& response) {
  const KeyState* key = key_of(reading, holder.key_id.view());
  if (key == nullptr || reading.org.budgets.empty()) return;
  std::optional<Wide> least;
  note_left(reading.org, Scope::kKey, key->key_id.view(), now, least);
  note_left(reading.org, Scope::kUser, key->user_id.view(), now, least);
  note_left(reading.org, Scope::kTeam, key->team_id.view(), now, least);
  note_left(reading.org, Scope::kOrganization, holder.org_id.view(), now, least);
  if (least) add_budget_left(*least, response);
}

void add_key_limits(const OrgReading& reading, const KeyHolder& holder, TimeMs now,
                    http::Response& response) {
  const KeyState* found = key_of(reading, holder.key_id.view());
  if (found == nullptr) return;
  KeyState key = *found;
  key.roll_minute(now);
  const std::int64_t rest = kMsPerMinute - now.value % kMsPerMinute;
  const std::int64_t seconds = (rest + kSecond - 1) / kSecond;
  if (key.requests_per_minute) {
    add("requests", *key.requests_per_minute, key.requests, seconds, response);
  }
  if (key.tokens_per_minute) {
    add("tokens", *key.tokens_per_minute, key.tokens, seconds, response);
  }
  if (key.parallel_requests) {
    add("parallel", *key.parallel_requests, key.open_holds, 1, response);
  }
}

void add_limits(Ledger& ledger, const KeyHolder& holder, const Outcome& line, bool within_done,
                http::Response& response) try {
  const auto known = budget_left(line);
  if (known) add_budget_left(*known, response);
  const auto add_own = [&](const OrgReading& reading) {
    const TimeMs now = within_done ? line.at : std::max(line.at, reading.at);
    if (!known) add_budget_left(reading, holder, now, response);
    add_key_limits(reading, holder, now, response);
  };
  within_done ? ledger.read_within_done(line.org_id, add_own) : ledger.read(line.org_id, add_own);
} catch (const Failure&) {
  // The call was decided, and the answer is good without them.
}

}  // namespace nemo::api
