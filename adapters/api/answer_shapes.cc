#include "adapters/api/answer_shapes.h"

#include <algorithm>
#include <boost/json.hpp>

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
    {kPublishPrices, 201, "PriceBookChange"},
    {kListPriceBooks, 200, "PriceBooks"},
    {kCreateOrganization, 201, "OrganizationChange"},
    {kGetOrganization, 200, "Organization"},
    {kUpdateOrganization, 200, "OrganizationChange"},
    {kGetSettings, 200, "Settings"},
    {kChangeSettings, 200, "SettingsChange"},
    {kRemoveWebhook, 200, "Removal"},
    {kGrantCredits, 201, "Grant"},
    {kGetBalance, 200, "Balance"},
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
    {kListTeams, 200, "Teams"},
    {kCreateTeam, 201, "TeamChange"},
    {kListBudgets, 200, "Budgets"},
    {kSetBudget, 200, "BudgetChange"},
    {kRemoveBudget, 200, "Removal"},
    {kListJournal, 200, "Journal", true},
    {kListReservations, 200, "Lines", true},
    {kListExceptions, 200, "Lines", true},
    {kListAlerts, 200, "Lines", true},
    {kListDeliveries, 200, "Deliveries"},
    {kRetryDelivery, 200, "DeliveryChange"},
    {kGetUsage, 200, "UsageDays", true},
    {kGetStatement, 200, "StatementDays", true},
    {kExplain, 200, "Explanation"},
};

// Objects: "member:Schema", with "?" where it may be left out; [Schema] is a list.
struct Shape {
  std::string_view name;
  std::string_view members;
};
constexpr Shape kShapes[] = {
    {"Health", "status:Text"},
    {"Readiness", "status:Text records_behind:Count"},
    {"Granted",
     "reservation_id:Id status:Text amount:Amount expires_at?:Time tightest_budget?:Standing "
     "available?:Amount position:Position"},
    {"Settled",
     "reservation_id?:Id status:Text cost?:Amount flags?:[Text] available?:Amount "
     "position:Position"},
    {"Released",
     "reservation_id:Id status:Text amount?:Amount available?:Amount position:Position"},
    {"Reservation",
     "reservation_id:Id status:Text first_outcome?:Text amount?:Amount granted_at?:Time "
     "expires_at?:Time"},
    {"Standing",
     "scope:Text scope_id:Text period:Text limit:Amount spent:Amount held:Amount left:Amount"},
    {"KeyBalance", "balance:Amount held:Amount available:Amount position:Position"},
    {"Balance",
     "balance:Amount held:Amount available:Amount position:Position credit_line:Amount lots:[Lot]"},
    {"Lot", "grant_id:Id kind:Text left:Amount expires_at?:Time position:Position"},
    {"BatchAnswers", "answers:[BatchAnswer]"},
    {"BatchAnswer", "status:Count body?:Object error?:ErrorText"},
    {"Organization",
     "org_id:Id name:Text status:Text currency:Text plan:Text credit_line:Amount "
     "position:Position"},
    {"OrganizationChange", "org_id:Id position:Position"},
    {"Grant", "grant_id:Id position:Position"},
    {"NewKey", "key_id:Id key:Text display_prefix:Text position:Position"},
    {"KeyChange", "key_id:Id position:Position"},
    {"Key",
     "key_id:Id display_prefix?:Text status:Text user_id:Text team_id:Text allowed_models:[Text] "
     "expires_at?:Time requests_per_minute:CountOrNone requests:Count "
     "tokens_per_minute:CountOrNone tokens:Count parallel_requests:CountOrNone open_holds:Count"},
    {"Keys", "data:[Key]"},
    {"Member", "user_id:Id role:Text"},
    {"Members", "data:[Member]"},
    {"MemberChange", "user_id:Id position:Position"},
    {"Team", "team_id:Id"},
    {"Teams", "data:[Team]"},
    {"TeamChange", "team_id:Id position:Position"},
    {"Budget",
     "scope:Text scope_id:Text period:Text limit:Amount spent:Amount held:Amount left:Amount "
     "window_start?:Time window_end?:Time alert_percents:[Count]"},
    {"Budgets", "data:[Budget]"},
    {"BudgetChange", "scope:Text scope_id:Text period:Text position:Position"},
    {"Removal", "removed:Text position:Position"},
    {"PriceBook", "version:Text effective_from:Time models:Count"},
    {"PriceBooks", "data:[PriceBook]"},
    {"PriceBookChange", "version:Text position:Position"},
    {"Settings", "webhook_url:TextOrNone"},
    {"SettingsChange", "webhook_url:Text webhook_secret:Text position:Position"},
    {"Explanation", "reservation_id:Id outcome:Text events:[Event]"},
    {"Event",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "available?:Amount record:Text checks?:[Check]"},
    {"Check",
     "check:Text passed:Flag scope?:Text scope_id?:Text period?:Text limit?:AmountOrCount "
     "spent?:Amount "
     "held?:Amount left?:Amount asked?:AmountOrCount available?:Amount price_book?:Text "
     "amount?:Amount "
     "used?:Count found?:Text"},
    {"Posting",
     "position:Position at:Time outcome:Text reservation_id?:Id debit:Text credit:Text "
     "amount:Amount"},
    {"Journal", "data:[Posting] next_cursor:PositionOrNone"},
    {"Line",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "scope?:Text scope_id?:Text period?:Text percent?:Text available?:Amount"},
    {"Lines", "data:[Line] next_cursor:PositionOrNone"},
    {"Delivery",
     "id:Id status:Text created_at:Time attempts:Count next_attempt_at?:Time ended_at?:Time "
     "last_error?:Text event:Object"},
    {"Deliveries", "data:[Delivery] next_cursor:TextOrNone"},
    {"DeliveryChange", "id:Id status:Text"},
    {"UsageDay", "day:Text granted:Text denied:Text settled:Text usage:Amount"},
    {"UsageDays", "data:[UsageDay] next_cursor:PositionOrNone"},
    {"StatementDay",
     "day:Text opening:Amount credits:Amount adjustments:Amount usage:Amount forfeited:Amount "
     "closing:Amount"},
    {"StatementDays", "data:[StatementDay] next_cursor:PositionOrNone"},
    {"ErrorText", "message:Text type:Text code:Text param?:Text detail?:Object"},
    {"Error", "error:ErrorText"},
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
  "Object": {"type": "object"}
})";

json::object reference(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json::object schema_of(std::string_view type) {
  if (!type.starts_with('[')) return reference(type);
  return {{"type", "array"}, {"items", reference(type.substr(1, type.size() - 2))}};
}

json::object schema_of(const Shape& shape) {
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
  for (const Shape& shape : kShapes) {
    schemas[json::string(shape.name.data(), shape.name.size())] = schema_of(shape);
  }
  return schemas;
}

}  // namespace nemo::api
