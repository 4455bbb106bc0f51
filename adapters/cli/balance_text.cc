#include "adapters/cli/balance_text.h"

#include "adapters/cli/amount.h"
#include "adapters/cli/json.h"
#include "adapters/cli/table.h"

namespace nemo {
namespace {

namespace json = boost::json;

std::string text_of(std::optional<TimeMs> time, std::string_view otherwise) {
  return time ? format_rfc3339(*time) : std::string(otherwise);
}
std::string used_of(Wide used, std::optional<std::int64_t> limit) {
  return format_count(used) + (limit ? " / " + format_count(*limit) : "");
}
std::string position_text(const OrgView& view) {
  return view.position ? format_position(*view.position) : "none";
}

KeyState counted_now(KeyState key, TimeMs now) {
  key.roll_minute(now);
  return key;
}

BudgetStanding standing_at(const BudgetState& budget, TimeMs at) {
  WindowMemo windows;
  return budget.standing(windows.at(at));
}

Wide left_in(const BudgetStanding& standing) {
  return standing.limit_nano.wide() - standing.spent_nano.wide() - standing.held_nano.wide();
}

std::string money_table(const OrgView& view, const Style& style) {
  Table table({{"USD"}, {"", Align::kRight}});
  const OrgState& org = view.state;
  table.add({"balance", format_amount(org.balance)});
  table.add({"credit line", format_amount(org.credit_line)});
  table.add({"held", format_amount(org.held)});
  table.add({"available", format_amount(org.available())});
  return table.text(style);
}

std::string lots_table(const OrgView& view, const Style& style) {
  Table table({{"credits, in spending order"}, {"kind"}, {"left", Align::kRight}, {"expires"}});
  for (const Lot& lot : view.state.lots) {
    const std::string name = lot.grant_id.empty()
                                 ? "adjustment at " + format_position({view.partition, lot.offset})
                                 : lot.grant_id.value;
    table.add({name, std::string(enum_name(lot.kind)), format_amount(lot.left),
               text_of(lot.expires_at, "never")});
  }
  return table.empty() ? "" : "\n" + table.text(style);
}

std::string keys_table(const OrgView& view, const Style& style) {
  Table table({{"key"},
               {"status"},
               {"requests this minute", Align::kRight},
               {"tokens this minute", Align::kRight},
               {"open holds", Align::kRight},
               {"user"},
               {"team"}});
  for (const KeyState& stored : view.state.keys) {
    const KeyState key = counted_now(stored, view.at);
    const bool expired = key.expires_at && *key.expires_at <= view.at;
    table.add(
        {key.key_id.value,
         key.revoked ? "revoked"
         : expired   ? "expired"
                     : "good",
         used_of(key.requests, key.requests_per_minute), used_of(key.tokens, key.tokens_per_minute),
         used_of(key.open_holds, key.parallel_requests), key.user_id.value, key.team_id.value});
  }
  return table.empty() ? "" : "\n" + table.text(style);
}

std::string budgets_table(const OrgView& view, const Style& style) {
  Table table({{"budget"},
               {"of"},
               {"period"},
               {"limit", Align::kRight},
               {"spent", Align::kRight},
               {"held", Align::kRight},
               {"left", Align::kRight},
               {"window ends"}});
  for (const BudgetState& budget : view.state.budgets) {
    const BudgetStanding standing = standing_at(budget, view.at);
    table.add({std::string(enum_name(budget.scope)), budget.scope_id.value,
               std::string(enum_name(budget.period)), format_amount(standing.limit_nano),
               format_amount(standing.spent_nano), format_amount(standing.held_nano),
               format_amount(left_in(standing)),
               text_of(window_end(budget.period, view.at), "never")});
  }
  return table.empty() ? "" : "\n" + table.text(style);
}

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

std::string_view status_name(OrgStatus status) {
  switch (status) {
    case OrgStatus::kActive:
      return "active";
    case OrgStatus::kSuspended:
      return "suspended";
    case OrgStatus::kClosed:
      return "closed";
  }
  return "";
}

std::string balance_table(const OrgView& view, const Style& style) {
  std::string out = style.bold(view.org_id.view()) + " (" +
                    std::string(status_name(view.state.status)) + ") as of " +
                    format_rfc3339(view.at) + ", last record " + position_text(view) + "\n\n";
  return out + money_table(view, style) + lots_table(view, style) + keys_table(view, style) +
         budgets_table(view, style);
}

std::string balance_csv(const OrgView& view) {
  Table table({{"position"}, {"at"}, {"section"}, {"name"}, {"period"}, {"figure"}, {"amount"}});
  const std::string position = position_text(view);
  const std::string at = format_rfc3339(view.at);
  const auto add = [&](std::string section, std::string name, std::string period,
                       std::string figure, Wide amount) {
    table.add({position, at, std::move(section), std::move(name), std::move(period),
               std::move(figure), format_amount(amount)});
  };
  const OrgState& org = view.state;
  add("organization", view.org_id.value, "", "balance", org.balance.wide());
  add("organization", view.org_id.value, "", "held", org.held.wide());
  add("organization", view.org_id.value, "", "available", org.available());
  add("organization", view.org_id.value, "", "credit_line", org.credit_line.wide());
  for (const Lot& lot : org.lots) add("lot", lot.grant_id.value, "", "left", lot.left.wide());
  for (const BudgetState& budget : org.budgets) {
    const BudgetStanding standing = standing_at(budget, view.at);
    const std::string section = "budget " + std::string(enum_name(budget.scope));
    const std::string period(enum_name(budget.period));
    add(section, budget.scope_id.value, period, "limit", standing.limit_nano.wide());
    add(section, budget.scope_id.value, period, "spent", standing.spent_nano.wide());
    add(section, budget.scope_id.value, period, "held", standing.held_nano.wide());
    add(section, budget.scope_id.value, period, "left", left_in(standing));
  }
  return table.csv();
}

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
