#include "adapters/api/answer_shapes.h"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/api/answer_members.h"

namespace nemo::api {
namespace {

namespace json = boost::json;
using enum Operation;

constexpr AnswerShape kAnswers[] = {
    {kHealth, 200, "Health"},
    {kReadiness, 200, "Readiness"},
    {kMetrics, 200, ""},
    {kOpenApi, 200, "Object"},
    {kReserve, 201, "Granted"},
    {kSettle, 200, "Settled"},
    {kRelease, 200, "Released"},
    {kIncrease, 201, "Granted"},
    {kGetReservation, 200, "Reservation"},
    {kRecordUsage, 200, "Settled"},
    {kGetKeyBalance, 200, "KeyBalance"},
    {kBatch, 200, "BatchAnswers"},
    {kStripeWebhook, 200, "Receipt"},
    {kPublishPrices, 201, "PriceBookChange"},
    {kListPriceBooks, 200, "PriceBooks"},
    {kCreateOrganization, 201, "OrganizationChange"},
    {kGetOrganization, 200, "Organization"},
    {kUpdateOrganization, 200, "OrganizationChange"},
    {kGetSettings, 200, "Settings"},
    {kSetSettings, 200, "SettingsChange"},
    {kChangeSettings, 200, "SettingsChange"},
    {kRemoveSettings, 200, "Removal"},
    {kRemoveWebhook, 200, "Removal"},
    {kGrantCredits, 201, "Grant"},
    {kGetAutoTopUp, 200, "AutoTopUp"},
    {kSetAutoTopUp, 200, "AutoTopUpChange"},
    {kRemoveAutoTopUp, 200, "Removal"},
    {kStartCheckout, 201, "CheckoutSession"},
    {kGetBalance, 200, "Balance", true},
    {kListKeys, 200, "Keys"},
    {kCreateKey, 201, "NewKey"},
    {kGetKey, 200, "Key"},
    {kUpdateKey, 200, "KeyChange"},
    {kRevokeKey, 200, "KeyChange"},
    {kRotateKey, 200, "NewKey"},
    {kListMembers, 200, "Members"},
    {kAddMember, 201, "MemberChange"},
    {kChangeMember, 200, "MemberChange"},
    {kRemoveMember, 200, "MemberChange"},
    {kGetTeam, 200, "Team"},
    {kListTeams, 200, "Teams"},
    {kCreateTeam, 201, "TeamChange"},
    {kUpdateTeam, 200, "TeamChange"},
    {kRemoveTeam, 200, "TeamChange"},
    {kListBudgets, 200, "Budgets"},
    {kSetBudget, 200, "BudgetChange"},
    {kChangeBudget, 200, "BudgetChange"},
    {kRemoveBudget, 200, "Removal"},
    {kListJournal, 200, "Journal", true},
    {kListReservations, 200, "Lines", true},
    {kListExceptions, 200, "ExceptionLines", true},
    {kListAlerts, 200, "Alerts", true},
    {kListDeliveries, 200, "Deliveries"},
    {kRetryDelivery, 200, "DeliveryChange"},
    {kGetUsage, 200, "UsageDays", true},
    {kGetStatement, 200, "StatementDays", true},
    {kExplain, 200, "Explanation"},
    {kGetTrialBalance, 200, "TrialBalance", true},
    {kListPayouts, 200, "Payouts", true},
    {kListFinanceExceptions, 200, "Exceptions", true},
    {kAssignStripeObject, 200, "Assignment"},
    {kClearSuspense, 201, "Clearing"},
    {kWriteOffDebt, 201, "WriteOff"},
};

constexpr std::string_view kScalars = R"({
  "Text": {"type": "string"},
  "TextOrNone": {"type": ["string", "null"]},
  "Flag": {"type": "boolean"},
  "Id": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
  "Amount": {"type": "string", "pattern": "^-?(0|[1-9][0-9]*)(\\.[0-9]{0,8}[1-9])?$"},
  "Time": {"type": "string", "format": "date-time"},
  "Position": {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
  "PositionOrNone": {"type": ["string", "null"], "pattern": "^[0-9]+/[0-9]+$"},
  "Count": {"type": "integer", "minimum": 0},
  "CountOrNone": {"type": ["integer", "null"], "minimum": 0},
  "AmountOrCount": {"anyOf": [{"$ref": "#/components/schemas/Amount"},
                              {"$ref": "#/components/schemas/Count"}]},
  "AlertKind": {"type": "string", "enum": ["budget_alert", "balance_low"]},
  "Object": {"type": "object"}
})";

json::object reference(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json::object schema_of(std::string_view type) {
  if (!type.starts_with('[')) return reference(type);
  return {{"type", "array"}, {"items", reference(type.substr(1, type.size() - 2))}};
}

json::object schema_of(const AnswerMembers& shape) {
  json::object properties;
  json::array required;
  for (std::string_view rest = shape.members; !rest.empty();) {
    const std::string_view member = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(member.size() + 1, rest.size()));
    std::string_view name = member.substr(0, member.find(':'));
    const std::string_view type = member.substr(name.size() + 1);
    const bool optional = name.ends_with('?');
    if (optional) name.remove_suffix(1);
    if (!optional) required.push_back(json::string(name.data(), name.size()));
    properties[json::string(name.data(), name.size())] = schema_of(type);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

}  // namespace

const AnswerShape& answer_shape(Operation operation) {
  const auto* const found =
      std::find_if(std::begin(kAnswers), std::end(kAnswers),
                   [operation](const AnswerShape& one) { return one.operation == operation; });
  // A route that is not in the table is documented badly, and served all the same.
  static constexpr AnswerShape kUnknown{kOpenApi, 200, "Object"};
  return found == std::end(kAnswers) ? kUnknown : *found;
}

json::object answer_schemas() {
  json::object schemas = json::parse({kScalars.data(), kScalars.size()}).as_object();
  for (const AnswerMembers& shape : answer_members()) {
    schemas[json::string(shape.name.data(), shape.name.size())] = schema_of(shape);
  }
  return schemas;
}

}  // namespace nemo::api
