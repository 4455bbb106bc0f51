#include <algorithm>

#include "adapters/api/body.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

// "/budgets/{scope}/{scope_id}/{period}", in any case.
template <class Enum>
Enum enum_of(std::string_view text, const std::string& name) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (const auto known = parse_enum<Enum>(upper)) return *known;
  fail_invalid("`" + name + "` in the path is none that is known", name);
}

template <class Record>
void name_by_path(const Asked& asked, Record& record) {
  record.scope = enum_of<Scope>(asked.parameter(0), "scope");
  record.scope_id = ScopeId(asked.parameter(1));
  record.period = enum_of<Period>(asked.parameter(2), "period");
}

std::string named(const BudgetSet& set) {
  std::string body;
  wire::Members members(body);
  members.plain("scope", enum_name(set.scope));
  members.text("scope_id", set.scope_id.view());
  members.plain("period", enum_name(set.period));
  return body;
}

// What the change leaves out stays.
void complete(BudgetSet& set, const OrgReading& reading) {
  for (const BudgetState& budget : reading.org.budgets) {
    if (budget.scope != set.scope || budget.scope_id != set.scope_id) continue;
    if (budget.period != set.period) continue;
    if (!set.limit_nano) set.limit_nano = budget.limit;
    if (set.alert_percents.empty()) set.alert_percents = budget.alert_percents;
    return;
  }
  fail_not_found(reading.position);
}

}  // namespace

void Settings::set_budget(const Asked& asked, const http::Respond& respond) {
  BudgetSet set;
  Body(asked.request.body).read(set);
  if (set.scope == Scope::kOrganization && set.scope_id.empty()) {
    set.scope_id = ScopeId(asked.org_id.view());
  }
  Body::check_path_can_name(set.scope_id.view(), "scope_id");
  if (set.scope != Scope::kModel) {
    Body::check_no_email_address(set.scope_id.view(), "scope_id");
  }
  std::string body = named(set);
  write(asked, event_id_of(asked.request, asked.org_id), std::move(set), 200, std::move(body),
        respond);
}

void Settings::change_budget(const Asked& asked, const http::Respond& respond) {
  BudgetSet set;
  Body(asked.request.body).read(set, {"scope", "scope_id", "period"});
  if (!set.limit_nano && set.alert_percents.empty()) {
    fail_invalid("give `limit` or `alert_percents` to change", "limit");
  }
  name_by_path(asked, set);
  ledger_.read(asked.org_id, [&set](const OrgReading& reading) { complete(set, reading); });
  std::string body = named(set);
  write(asked, event_id_of(asked.request, asked.org_id), std::move(set), 200, std::move(body),
        respond);
}

void Settings::remove_budget(const Asked& asked, const http::Respond& respond) {
  BudgetRemoved removed;
  name_by_path(asked, removed);
  write(asked, event_id_of(asked.request, asked.org_id), std::move(removed), 200,
        api::named("removed", "budget"), respond);
}

}  // namespace nemo::api
