#include "adapters/api/webhook_ports.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/api/amount_members.h"
#include "adapters/api/history_rows.h"
#include "adapters/api/webhook_secret.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

constexpr std::array<std::string_view, 8> kShown = {
    "scope", "scope_id", "period", "percent", "available", "threshold", "balance", "top_up_amount"};

// Runs `work`; a ledger that cannot answer now is asked again later.
template <class Work>
auto later_if_failed(Work&& work) {
  try {
    return work();
  } catch (const Failure& failure) {
    throw webhooks::Unavailable{failure.message};
  }
}

// What was spent in the window of the alert; nothing where that window is over and forgotten.
std::optional<Nano> spent_at(const BudgetState& budget, TimeMs at) {
  const TimeMs start = window_start(budget.period, at);
  if (budget.newest.start == start) return budget.newest.spent;
  const auto window = std::find_if(budget.older.begin(), budget.older.end(),
                                   [start](const BudgetWindow& one) { return one.start == start; });
  return window == budget.older.end() ? std::nullopt : std::optional(window->spent);
}

void add_budget(const OrgReading& reading, const Outcome& alert, wire::Members& members) {
  const auto& detail = std::get<AlertDetail>(alert.detail);
  for (const BudgetState& budget : reading.org.budgets) {
    if (budget.scope != detail.scope || budget.scope_id != detail.scope_id ||
        budget.period != detail.period) {
      continue;
    }
    add_amount(members, "limit", budget.limit.wide());
    const auto spent = spent_at(budget, alert.at);
    if (spent) add_amount(members, "spent", spent->wide());
  }
}

std::string data_of(Ledger& ledger, const Outcome& alert) {
  std::vector<Row> rows;
  add_rows(Operation::kListAlerts, alert, rows);
  std::string data;
  {
    wire::Members members(data);
    for (const Cell& cell : rows.front()) {
      const bool shown = std::find(kShown.begin(), kShown.end(), cell.name) != kShown.end();
      if (shown && !cell.value.empty()) members.text(cell.name, cell.value);
    }
    if (std::holds_alternative<AlertDetail>(alert.detail)) {
      ledger.read(alert.org_id,
                  [&](const OrgReading& reading) { add_budget(reading, alert, members); });
    }
  }
  return data;
}

std::vector<webhooks::AlertSource::Partition> partitions_of(Ledger& ledger) {
  std::vector<webhooks::AlertSource::Partition> partitions;
  for (const NodeStanding::Partition& one : ledger.standing().partitions) {
    partitions.push_back({{one.partition, one.decided_end}, one.alerts});
  }
  return partitions;
}

std::optional<webhooks::WebhookTarget> target_of(Ledger& ledger,
                                                 const identity::MasterKeys& master_keys,
                                                 const OrgId& org_id) {
  std::optional<WebhookState> webhook;
  ledger.read(org_id, [&](const OrgReading& reading) { webhook = reading.directory.webhook; });
  if (!webhook) return std::nullopt;
  const identity::MasterKey* key = master_keys.find(webhook->master_key_id.view());
  if (key == nullptr) return webhooks::WebhookTarget(webhook->url.value, {});
  const identity::Secret secret = webhook_secret(*key, org_id, webhook->set_by);
  return webhooks::WebhookTarget(webhook->url.value, secret.revealed());
}

}  // namespace

webhooks::FollowerPorts webhook_ports(Ledger& ledger, const identity::MasterKeys& master_keys,
                                      std::function<TimeMs()> now,
                                      std::function<void(const std::string&)> tell) {
  webhooks::FollowerPorts ports;
  ports.source.partitions = [&ledger] {
    return later_if_failed([&] { return partitions_of(ledger); });
  };
  ports.source.each_outcome = [&ledger](LogPosition from,
                                        const webhooks::AlertSource::Visit& visit) {
    later_if_failed([&] { ledger.each_outcome(from, visit); });
  };
  ports.source.data_of = [&ledger](const Outcome& alert) {
    return later_if_failed([&] { return data_of(ledger, alert); });
  };
  ports.target_of = [&ledger, &master_keys](const OrgId& org_id) {
    return later_if_failed([&] { return target_of(ledger, master_keys, org_id); });
  };
  ports.now = std::move(now);
  ports.tell = std::move(tell);
  return ports;
}

}  // namespace nemo::api
