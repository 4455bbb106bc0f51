#include <algorithm>

#include "adapters/workload/customer_script.h"

namespace nemo {
namespace {

constexpr std::int64_t kIncidents = 5;

// A stand-in for the hash of a key's secret: 32 bytes of the seed's.
Bytes draw_hash(const CustomerScript& script, std::size_t key) {
  Random random = Random::stream(script.world().options().seed, Random::Purpose::kOrganization,
                                 (static_cast<std::uint64_t>(script.org().number) + 1) << 32 | key);
  std::string bytes;
  for (int word = 0; word < 4; ++word) {
    const std::uint64_t drawn = random.next();
    for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(drawn >> (8 * i) & 0xff));
  }
  return Bytes(std::move(bytes));
}

void create_key(CustomerScript& script, std::size_t index) {
  const KeyShape& shape = script.org().keys[index];
  const KeyTotals& total = script.total().keys[index];
  const Totals& totals = script.totals();
  KeyCreated key;
  key.key_id = shape.key_id;
  key.key_sha256 = draw_hash(script, index);
  key.display_prefix = Label("sk-nemo-" + script.org().org_id.value);
  key.user_id = shape.user_id;
  key.team_id = shape.team_id;
  // Limits above the average: bursts and busy hours meet them.
  if (shape.kind == KeyKind::kRequests) {
    key.requests_per_minute = 2 + total.calls * 3 / 2 / totals.active_minutes;
  }
  if (shape.kind == KeyKind::kTokens) {
    const std::int64_t of_one = total.calls == 0 ? 0 : total.tokens / total.calls;
    key.tokens_per_minute = 2 * of_one + total.tokens * 3 / 2 / totals.active_minutes;
  }
  if (shape.kind == KeyKind::kParallel) {
    key.parallel_requests = 2 + total.latency_ms * 2 / totals.active_ms;
  }
  if (shape.kind == KeyKind::kSomeModels) {
    for (std::size_t model = 0; model < script.world().some_models(); ++model) {
      key.allowed_models.emplace_back(script.world().options().models[model].model);
    }
  }
  const bool expires = script.org().story == Story::kIncident &&
                       script.org().number / 8 % kIncidents == 2 &&
                       index + 1 == script.org().keys.size();
  if (expires) key.expires_at = script.moment(800);
  script.write(script.set_up_at(), std::move(key));
}

void create_people(CustomerScript& script) {
  const TimeMs at = script.set_up_at();
  std::vector<TeamId> teams;
  std::vector<UserId> users;
  for (const KeyShape& key : script.org().keys) {
    if (std::find(teams.begin(), teams.end(), key.team_id) == teams.end()) {
      teams.push_back(key.team_id);
      script.write(at, TeamCreated{key.team_id, Label(key.team_id.value.substr(5))});
    }
    if (std::find(users.begin(), users.end(), key.user_id) == users.end()) {
      users.push_back(key.user_id);
      script.write(at, MemberAdded{key.user_id, users.size() == 1 ? Role::kOwner : Role::kMember});
    }
  }
}

// A budget of every scope and period; those of a tight customer are too small in one scope.
void set_budgets(CustomerScript& script) {
  const TimeMs at = script.set_up_at();
  const OrgTotals& total = script.total();
  const KeyShape& key = script.org().keys.front();
  const std::int64_t days = script.totals().days;
  const std::int64_t tight = script.org().story == Story::kTight ? script.org().number / 8 % 6 : -1;
  const auto limit = [&](std::int64_t place, Wide spent) {
    return place == tight ? script.room(spent, 55, 1) : script.room(spent, 140, 3);
  };
  Wide of_user = 0;
  Wide of_team = 0;
  for (std::size_t i = 0; i < total.keys.size(); ++i) {
    if (script.org().keys[i].user_id == key.user_id) of_user += total.keys[i].cost;
    if (script.org().keys[i].team_id == key.team_id) of_team += total.keys[i].cost;
  }
  const auto dearest = std::max_element(total.model_cost.begin(), total.model_cost.end());
  const std::string& model =
      script.world()
          .options()
          .models[static_cast<std::size_t>(dearest - total.model_cost.begin())]
          .model;
  script.budget(at, Scope::kKey, key.key_id.view(), Period::kDaily,
                limit(0, total.keys.front().cost / days));
  script.budget(at, Scope::kUser, key.user_id.view(), Period::kTotal, limit(1, of_user));
  script.budget(at, Scope::kTeam, key.team_id.view(), Period::kWeekly, limit(2, of_team));
  script.budget(at, Scope::kTag, kTagNames[2], Period::kDaily, limit(3, total.tag_cost[2] / days));
  script.budget(at, Scope::kModel, model, Period::kMonthly, limit(4, *dearest));
  script.budget(at, Scope::kOrganization, script.org().org_id.view(), Period::kMonthly,
                limit(5, total.cost));
}

void buy_credits(CustomerScript& script) {
  const TimeMs at = script.set_up_at();
  const Wide cost = script.total().cost;
  switch (script.org().story) {
    case Story::kPromotion:
      script.grant(at, "welcome", CreditKind::kPromotional, cost * 70 / 100, script.moment(500));
      script.grant(at, "gift", CreditKind::kPurchased, cost * 20 / 100,
                   TimeMs{script.totals().last_at.value + 500});
      return script.grant(at, "first-payment", CreditKind::kPurchased, script.room(cost, 80, 4));
    case Story::kShort:
      return script.grant(at, "first-payment", CreditKind::kPurchased, script.room(cost, 40, 1));
    case Story::kPostpaid:
      return script.grant(at, "first-payment", CreditKind::kPurchased, cost * 30 / 100);
    case Story::kRotation:
    case Story::kTurnover:
    case Story::kCorrection:
    case Story::kTight:
    case Story::kIncident:
      script.grant(at, "welcome", CreditKind::kPromotional, cost * 5 / 100,
                   TimeMs{script.totals().last_at.value + 365 * kMsPerDay});
      return script.grant(at, "first-payment", CreditKind::kPurchased, script.room(cost, 90, 4));
  }
}

}  // namespace

void sign_up(CustomerScript& script) {
  OrganizationCreated created;
  created.name = script.org().name;
  created.currency = Label("USD");
  created.plan = Label(script.org().number % 3 == 0 ? "scale" : "pay-as-you-go");
  if (script.org().story == Story::kPostpaid) {
    created.credit_line_nano = nano_of(script.room(script.total().cost, 60, 4));
  }
  script.write(script.set_up_at(), std::move(created));
  create_people(script);
  for (std::size_t key = 0; key < script.org().keys.size(); ++key) create_key(script, key);
  set_budgets(script);
  buy_credits(script);
}

}  // namespace nemo
