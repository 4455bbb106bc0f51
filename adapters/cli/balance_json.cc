#include "adapters/cli/balance_text.h"
#include "adapters/cli/json.h"

namespace nemo {
namespace {

namespace json = boost::json;

json::value json_limit(std::optional<std::int64_t> limit) {
  return limit ? json_integer(*limit) : json::value(nullptr);
}

json::array lots_json(const OrgView& view) {
  json::array list;
  for (const Lot& lot : view.state.lots) {
    json::object row;
    row["grant_id"] = json_text(lot.grant_id.view());
    row["kind"] = json_text(enum_name(lot.kind));
    row["left_nano"] = json_amount(lot.left);
    row["expires_at"] = json_time(lot.expires_at);
    row["position"] = json_text(format_position({view.partition, lot.offset}));
    list.push_back(std::move(row));
  }
  return list;
}

json::array keys_json(const OrgView& view) {
  json::array list;
  for (const KeyState& stored : view.state.keys) {
    const KeyState key = counted_now(stored, view.at);
    json::object row;
    row["key_id"] = json_text(key.key_id.view());
    row["revoked"] = key.revoked;
    row["expires_at"] = json_time(key.expires_at);
    row["user_id"] = json_text(key.user_id.view());
    row["team_id"] = json_text(key.team_id.view());
    json::array models;
    for (const ModelName& model : key.allowed_models) models.push_back(json_text(model.view()));
    row["allowed_models"] = std::move(models);
    row["requests"] = json_integer(key.requests);
    row["requests_per_minute"] = json_limit(key.requests_per_minute);
    row["tokens"] = json_integer(key.tokens);
    row["tokens_per_minute"] = json_limit(key.tokens_per_minute);
    row["open_holds"] = json_integer(key.open_holds);
    row["parallel_requests"] = json_limit(key.parallel_requests);
    list.push_back(std::move(row));
  }
  return list;
}

json::array budgets_json(const OrgView& view) {
  json::array list;
  for (const BudgetState& budget : view.state.budgets) {
    const BudgetStanding standing = standing_at(budget, view.at);
    json::object row;
    row["scope"] = json_text(enum_name(budget.scope));
    row["scope_id"] = json_text(budget.scope_id.view());
    row["period"] = json_text(enum_name(budget.period));
    row["limit_nano"] = json_amount(standing.limit_nano);
    row["spent_nano"] = json_amount(standing.spent_nano);
    row["held_nano"] = json_amount(standing.held_nano);
    row["left_nano"] = json_integer(left_in(standing));
    row["window_start"] = json_time(window_start(budget.period, view.at));
    row["window_end"] = json_time(window_end(budget.period, view.at));
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace

std::string balance_json(const OrgView& view) {
  const OrgState& org = view.state;
  json::object object;
  object["org_id"] = json_text(view.org_id.view());
  object["position"] =
      view.position ? json_text(format_position(*view.position)) : json::value(nullptr);
  object["at"] = json_time(view.at);
  object["status"] = json_text(status_name(org.status));
  object["balance_nano"] = json_amount(org.balance);
  object["held_nano"] = json_amount(org.held);
  object["available_nano"] = json_integer(org.available());
  object["credit_line_nano"] = json_amount(org.credit_line);
  object["lots"] = lots_json(view);
  object["keys"] = keys_json(view);
  object["budgets"] = budgets_json(view);
  return pretty(object);
}

}  // namespace nemo
