#include "adapters/api/open_api_schemas.h"

#include <boost/json.hpp>

#include "adapters/api/body.h"

namespace nemo::api {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) { return json::string(words.data(), words.size()); }

template <wire::Message Record>
json::object record_schema_of(const Record&);

template <wire::Texts T>
json::object schema_of(const T&) {
  return {{"type", "string"}, {"maxLength", 1'024}};
}
json::object schema_of(std::int64_t) { return {{"type", "integer"}}; }
json::object schema_of(Nano) {
  return {{"type", "string"}, {"pattern", "^-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?$"}};
}
json::object schema_of(TimeMs) { return {{"type", "string"}, {"format", "date-time"}}; }
template <wire::Enumeration T>
json::object schema_of(T) {
  json::array names;
  for (std::uint8_t number = 1; wire::is_enum_number<T>(number); ++number) {
    names.push_back(text(enum_name(static_cast<T>(number))));
  }
  return {{"type", "string"}, {"enum", std::move(names)}};
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

template <class Record>
json::object properties_of(std::initializer_list<std::string_view> hidden) {
  json::object properties;
  const Record record;
  wire::visit_fields(record, [&](Field field, int, const auto& value) {
    const std::string_view name = Body::name_of(field);
    if (std::find(hidden.begin(), hidden.end(), name) != hidden.end()) return;
    properties[text(name)] = schema_of(value);
  });
  return properties;
}

json::object object_of(json::object properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

template <wire::Message Record>
json::object record_schema_of(const Record&) {
  return object_of(properties_of<Record>({}));
}

json::object with(json::object properties, std::string_view name, json::object schema) {
  properties[text(name)] = std::move(schema);
  return object_of(std::move(properties));
}

json::object batch_schema() {
  json::object calls{
      {"type", "array"}, {"minItems", 1}, {"maxItems", 1'000}, {"items", {{"type", "object"}}}};
  json::object schema = with({}, "calls", std::move(calls));
  schema["required"] = json::array{"calls"};
  return schema;
}

json::object organization_update_schema() {
  json::object properties = properties_of<OrganizationUpdated>({});
  properties["reason"] = json::object{{"type", "string"}};
  return with(std::move(properties), "status",
              {{"type", "string"}, {"enum", {"active", "suspended", "closed"}}});
}

}  // namespace

std::optional<json::object> body_schema(Operation operation) {
  using enum Operation;
  switch (operation) {
    case kReserve:
      return object_of(properties_of<ReservationRequested>({"key_id"}));
    case kSettle:
      return object_of(properties_of<ReservationSettled>({"key_id", "reservation_id"}));
    case kRelease:
      return object_of(properties_of<ReservationReleased>({"reservation_id"}));
    case kIncrease:
      return object_of(properties_of<ReservationIncreased>({"reservation_id"}));
    case kRecordUsage:
      return object_of(properties_of<UsageRecorded>({"key_id"}));
    case kBatch:
      return batch_schema();
    case kPublishPrices:
      return object_of(properties_of<PriceBookPublished>({}));
    case kCreateOrganization:
      return with(properties_of<OrganizationCreated>({}), "org_id", {{"type", "string"}});
    case kUpdateOrganization:
      return organization_update_schema();
    case kChangeSettings: {
      json::object schema = with({}, "webhook_url", {{"type", "string"}, {"format", "uri"}});
      schema["required"] = json::array{"webhook_url"};
      return schema;
    }
    case kGrantCredits:
      return object_of(properties_of<CreditGranted>({}));
    case kCreateKey:
      return object_of(properties_of<KeyCreated>({"key_sha256", "display_prefix"}));
    case kUpdateKey:
      return object_of(properties_of<KeyUpdated>({"key_id", "display_prefix"}));
    case kRotateKey:
      return object_of(properties_of<KeyRotated>({"key_id", "key_sha256"}));
    case kAddMember:
      return object_of(properties_of<MemberAdded>({}));
    case kChangeMember:
      return object_of(properties_of<MemberRoleChanged>({"user_id"}));
    case kCreateTeam:
      return object_of(properties_of<TeamCreated>({}));
    case kSetBudget:
      return object_of(properties_of<BudgetSet>({}));
    default:
      return std::nullopt;
  }
}

json::object error_schema() {
  json::object error = object_of({{"message", {{"type", "string"}}},
                                  {"type", {{"type", "string"}}},
                                  {"code", {{"type", "string"}}},
                                  {"param", {{"type", "string"}}},
                                  {"detail", {{"type", "object"}}}});
  error["required"] = json::array{"message", "type", "code"};
  json::object schema = object_of({{"error", std::move(error)}});
  schema["required"] = json::array{"error"};
  return schema;
}

}  // namespace nemo::api
