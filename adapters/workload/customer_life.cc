#include "adapters/workload/customer_script.h"

namespace nemo {
namespace {

constexpr std::int64_t kIncidents = 5;
constexpr std::int64_t kGraceMs = 3'600'000;

void adjust(CustomerScript& script, TimeMs at, const char* adjustment_id, Wide amount,
            const char* reason) {
  CreditAdjusted record;
  record.adjustment_id = AdjustmentId(adjustment_id);
  record.amount_nano = nano_of(amount == 0 ? 1 : amount);
  record.reason = Label(reason);
  record.actor = Label("finance-1");
  script.write(at, std::move(record));
}

void rotate_keys(CustomerScript& script) {
  const OrgShape& org = script.org();
  script.write(script.moment(450),
               KeyRotated{org.keys.front().key_id, Bytes(std::string(32, 'r')), kGraceMs});
  KeyUpdated more;
  more.key_id = org.keys[1].key_id;
  more.requests_per_minute = 4 + script.total().keys[1].calls * 3 / script.totals().active_minutes;
  script.write(script.moment(550), std::move(more));
}

void turn_over(CustomerScript& script) {
  const UserId joins("user-9");
  script.write(script.moment(300), MemberAdded{joins, Role::kViewer});
  script.write(script.moment(600), MemberRoleChanged{joins, Role::kAdmin});
  script.write(script.moment(900), MemberRemoved{joins});
  const KeyShape& key = script.org().keys.front();
  script.write(script.moment(620),
               BudgetRemoved{Scope::kUser, ScopeId(key.user_id.value), Period::kTotal});
}

// The tight budget gets room again, whichever it was: those of the other scopes stay as they are.
void raise_budgets(CustomerScript& script) {
  const TimeMs at = script.moment(850);
  const KeyShape& key = script.org().keys.front();
  const Wide limit = script.room(script.total().cost, 200, 3);
  script.budget(at, Scope::kKey, key.key_id.view(), Period::kDaily, limit);
  script.budget(at, Scope::kUser, key.user_id.view(), Period::kTotal, limit);
  script.budget(at, Scope::kTeam, key.team_id.view(), Period::kWeekly, limit);
  script.budget(at, Scope::kTag, kTagNames[2], Period::kDaily, limit);
  script.budget(at, Scope::kOrganization, script.org().org_id.view(), Period::kMonthly, limit);
}

void have_incident(CustomerScript& script) {
  switch (script.org().number / 8 % kIncidents) {
    case 0:
      script.write(script.moment(400), OrganizationSuspended{Label("payment under review")});
      return script.write(script.moment(480), OrganizationResumed{Label("payment confirmed")});
    case 1:
      return script.write(script.moment(600), KeyRevoked{script.org().keys.back().key_id});
    case 2:
      return;  // its last key expires by itself
    case 3:
      return script.write(script.moment(900), OrganizationClosed{Label("moved away")});
    default:
      return script.write(script.moment(500),
                          OrganizationUpdated{Label("Renamed " + script.org().name.value),
                                              Label("scale"), std::nullopt});
  }
}

}  // namespace

void live(CustomerScript& script) {
  const Wide cost = script.total().cost;
  switch (script.org().story) {
    case Story::kPromotion:
      return script.grant(script.moment(600), "top-up", CreditKind::kPurchased, cost * 40 / 100);
    case Story::kRotation:
      script.grant(script.moment(500), "top-up", CreditKind::kPurchased, cost * 20 / 100);
      return rotate_keys(script);
    case Story::kTurnover:
      script.grant(script.moment(500), "top-up", CreditKind::kPurchased, cost * 20 / 100);
      return turn_over(script);
    case Story::kShort:
      return script.grant(script.moment(700), "top-up", CreditKind::kPurchased,
                          script.room(cost, 60, 4));
    case Story::kCorrection:
      adjust(script, script.moment(350), "correction-1", -(cost * 10 / 100), "billed twice");
      return adjust(script, script.moment(650), "correction-2", cost * 25 / 100, "goodwill");
    case Story::kTight:
      script.grant(script.moment(500), "top-up", CreditKind::kPurchased, cost * 20 / 100);
      return raise_budgets(script);
    case Story::kPostpaid:
      return script.grant(script.moment(800), "monthly-invoice", CreditKind::kPurchased,
                          script.room(cost, 60, 0));
    case Story::kIncident:
      script.grant(script.moment(500), "top-up", CreditKind::kPurchased, cost * 20 / 100);
      return have_incident(script);
  }
}

}  // namespace nemo
