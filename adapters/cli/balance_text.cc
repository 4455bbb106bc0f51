#include "adapters/cli/balance_text.h"

#include "adapters/cli/amount.h"
#include "adapters/cli/table.h"

namespace nemo {
namespace {

std::string text_of(std::optional<TimeMs> time, std::string_view otherwise) {
  return time ? format_rfc3339(*time) : std::string(otherwise);
}
std::string used_of(Wide used, std::optional<std::int64_t> limit) {
  return format_count(used) + (limit ? " / " + format_count(*limit) : "");
}
std::string position_text(const OrgView& view) {
  return view.position ? format_position(*view.position) : "none";
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

}  // namespace

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

}  // namespace nemo
