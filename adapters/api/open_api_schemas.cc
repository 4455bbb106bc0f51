#include "adapters/api/open_api_schemas.h"

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "adapters/api/body.h"

namespace nemo::api {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) { return json::string(words.data(), words.size()); }

// What a member of a record is, by the type of its field.
constexpr std::string_view kId = "^[A-Za-z0-9._:-]{1,64}$";
constexpr std::string_view kName = "^[!-~]{1,128}$";

template <wire::Message Record>
json::object record_schema_of(const Record&);

json::object text_schema(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", text(pattern)}};
}
template <wire::Texts T>
json::object schema_of(const T&) {
  return text_schema(kId);
}
json::object schema_of(const ModelName&) { return text_schema(kName); }
json::object schema_of(const Tag&) { return text_schema(kName); }
json::object schema_of(const ScopeId&) { return text_schema(kName); }
json::object schema_of(const Label&) { return {{"type", "string"}, {"minLength", 1}}; }
json::object schema_of(std::int64_t) {
  return {{"type", json::array{"integer", "string"}},
          {"minimum", 0},
          {"maximum", std::numeric_limits<std::int64_t>::max()},
          {"pattern", "^-?(0|[1-9][0-9]{0,18})$"}};
}
json::object schema_of(Nano) { return text_schema("^-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?$"); }
json::object schema_of(TimeMs) { return {{"type", "string"}, {"format", "date-time"}}; }
template <wire::Enumeration T>
json::object schema_of(T) {
  json::array names;
  for (std::uint8_t number = 1; wire::is_enum_number<T>(number); ++number) {
    names.push_back(text(enum_name(static_cast<T>(number))));
  }
  return {{"enum", std::move(names)}};
}
template <wire::Message Record>
json::object schema_of(const Record& record) {
  return record_schema_of(record);
}
template <class T>
json::object schema_of(const std::optional<T>&) {
  return schema_of(T{});
}
template <class T>
json::object schema_of(const std::vector<T>&) {
  return {{"type", "array"}, {"items", schema_of(T{})}};
}

// The same, of a member that may be left out.
json::object or_none(json::object schema) {
  json::array either{std::move(schema), json::object{{"type", "null"}}};
  if (const auto* type = either[0].as_object().if_contains("type"); type && *type == "string") {
    either.push_back(json::object{{"const", ""}});
  }
  return {{"anyOf", std::move(either)}};
}

json::object object_of(json::object properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

using Names = std::initializer_list<std::string_view>;

// A record's fields but those that the path or the server says. `required` are never left out.
template <class Record>
json::object record_of(Names hidden, Names required = {}) {
  json::object properties;
  const auto has = [](Names names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const Record record;
  wire::visit_fields(record, [&](Field field, int, const auto& value) {
    const std::string_view name = Body::name_of(field);
    if (has(hidden, name)) return;
    json::object schema = schema_of(value);
    properties[text(name)] = has(required, name) ? std::move(schema) : or_none(std::move(schema));
  });
  json::object object = object_of(std::move(properties));
  if (required.size() > 0) {
    json::array& names = object["required"].emplace_array();
    for (const std::string_view name : required) names.push_back(text(name));
  }
  return object;
}

template <wire::Message Record>
json::object record_schema_of(const Record&) {
  return record_of<Record>({});
}

json::object either_of(json::object schema, std::string_view one, std::string_view other) {
  schema["anyOf"] = json::array{json::object{{"required", json::array{text(one)}}},
                                json::object{{"required", json::array{text(other)}}}};
  return schema;
}

json::object with(json::object schema, std::string_view name, json::object of_name) {
  schema["properties"].as_object()[text(name)] = std::move(of_name);
  return schema;
}

// What an element is wrong in, its own answer says.
json::object batch_schema() {
  json::object element;
  element["description"] =
      "An object: `call` is one of reserve, settle, release, increase, usage; the rest is the body "
      "of that call, with `reservation_id` where its path has one. Each is answered on its own.";
  json::object calls{
      {"type", "array"}, {"minItems", 1}, {"maxItems", 1'000}, {"items", std::move(element)}};
  json::object schema = with(object_of({}), "calls", std::move(calls));
  schema["required"] = json::array{"calls"};
  return schema;
}

json::object organization_schema() {
  json::object schema = record_of<OrganizationCreated>({}, {"name"});
  schema["required"].as_array().push_back("org_id");
  return with(std::move(schema), "org_id", text_schema(kId));
}

json::object settings_schema() {
  json::object url{{"type", "string"}, {"pattern", "^https?://"}};
  json::object schema = with(object_of({}), "webhook_url", std::move(url));
  schema["required"] = json::array{"webhook_url"};
  return schema;
}

json::object assignment_schema() {
  json::object schema =
      record_of<StripeObjectAssigned>({"assigned_org_id", "charge_id"}, {"object_id"});
  schema["required"].as_array().push_back("org_id");
  schema["properties"].as_object()["object_id"] = text_schema(kName);
  schema = with(std::move(schema), "org_id", text_schema(kId));
  return with(std::move(schema), "even_if_not_told", or_none({{"type", "boolean"}}));
}

json::object clearing_schema() {
  json::object schema =
      record_of<SuspenseCleared>({}, {"object_id", "amount", "account", "reason"});
  schema["properties"].as_object()["object_id"] = text_schema(kName);
  return with(std::move(schema), "org_id", or_none(text_schema(kId)));
}

// Where Stripe sends the buyer.
json::object page_schema() {
  return {{"type", "string"}, {"pattern", "^https?://[!-~]+$"}, {"maxLength", 2'048}};
}

json::object checkout_schema() {
  json::object schema = record_of<CreditGranted>({"grant_id", "kind", "expires_at"}, {"amount"});
  for (const char* const name : {"success_url", "cancel_url"}) {
    schema = with(std::move(schema), name, page_schema());
    schema["required"].as_array().push_back(name);
  }
  return with(std::move(schema), "save_payment_method", or_none({{"type", "boolean"}}));
}

// Of Stripe's, a snapshot or a thin one; what else is in it is Stripe's to say.
json::object event_schema() {
  json::object schema{{"type", "object"}, {"required", json::array{"id", "object", "type"}}};
  json::object& members = schema["properties"].emplace_object();
  for (const char* const name : {"id", "object", "type"}) members[name] = {{"type", "string"}};
  for (const char* const name : {"created", "livemode", "data"}) members[name] = json::object();
  return schema;
}

json::object organization_update_schema() {
  json::object schema =
      with(record_of<OrganizationUpdated>({}), "reason", or_none({{"type", "string"}}));
  return with(std::move(schema), "status",
              or_none({{"type", "string"}, {"enum", {"active", "suspended", "closed"}}}));
}

}  // namespace

std::optional<json::object> body_schema(Operation operation) {
  using enum Operation;
  switch (operation) {
    case kReserve:
      return either_of(record_of<ReservationRequested>({"key_id"}, {"model"}), "amount",
                       "max_usage");
    case kSettle:
      return either_of(record_of<ReservationSettled>({"key_id", "reservation_id"}), "cost",
                       "usage");
    case kRelease:
      return record_of<ReservationReleased>({"reservation_id"});
    case kIncrease:
      return record_of<ReservationIncreased>({"reservation_id"}, {"amount"});
    case kRecordUsage:
      return either_of(record_of<UsageRecorded>({"key_id"}), "cost", "usage");
    case kBatch:
      return batch_schema();
    case kStripeWebhook:
      return event_schema();
    case kPublishPrices:
      return record_of<PriceBookPublished>({}, {"version", "effective_from", "models"});
    case kCreateOrganization:
      return organization_schema();
    case kUpdateOrganization:
      return organization_update_schema();
    case kSetSettings:
    case kChangeSettings:
      return settings_schema();
    case kGrantCredits:
      return record_of<CreditGranted>({}, {"kind", "amount"});
    case kSetAutoTopUp:
      return record_of<AutoTopUpSet>({}, {"threshold"});
    case kStartCheckout:
      return checkout_schema();
    case kCreateKey:
      return record_of<KeyCreated>({"key_sha256", "display_prefix"});
    case kUpdateKey:
      return record_of<KeyUpdated>({"key_id", "display_prefix"});
    case kRotateKey:
      return record_of<KeyRotated>({"key_id", "key_sha256"});
    case kAddMember:
      return record_of<MemberAdded>({}, {"user_id", "role"});
    case kChangeMember:
      return record_of<MemberRoleChanged>({"user_id"}, {"role"});
    case kCreateTeam:
      return record_of<TeamCreated>({});
    case kUpdateTeam:
      return record_of<TeamUpdated>({"team_id"}, {"name"});
    case kChangeBudget:
      return record_of<BudgetSet>({"scope", "scope_id", "period"});
    case kSetBudget:
      return record_of<BudgetSet>({}, {"scope", "period", "limit"});
    case kAssignStripeObject:
      return assignment_schema();
    case kClearSuspense:
      return clearing_schema();
    case kWriteOffDebt:
      return record_of<DebtWrittenOff>({}, {"amount", "reason"});
    default:
      return std::nullopt;
  }
}

bool is_body_required(Operation operation) {
  return operation != Operation::kRelease && operation != Operation::kRotateKey;
}

}  // namespace nemo::api
