#include "adapters/api/open_api.h"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/api/body.h"
#include "adapters/api/dry_run.h"
#include "adapters/api/finance_reports.h"
#include "adapters/api/open_api_answers.h"
#include "adapters/api/open_api_schemas.h"
#include "adapters/api/route.h"

namespace nemo::api {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) { return json::string(words.data(), words.size()); }

json::object parameter(std::string_view name, std::string_view in, json::object schema) {
  json::object one;
  one["name"] = text(name);
  one["in"] = text(in);
  one["required"] = in == "path";
  one["schema"] = std::move(schema);
  return one;
}

json::object pattern(std::string_view form) {
  return {{"type", "string"}, {"pattern", text(form)}};
}

// Of what a path names: in any case for scope and period, otherwise an id or a name.
json::object path_schema(std::string_view name) {
  if (name == "scope") {
    return {{"enum", {"key", "user", "team", "organization", "tag", "model"}}};
  }
  if (name == "period") return {{"enum", {"daily", "weekly", "monthly", "total"}}};
  return pattern(name == "scope_id" ? "^[!-~]{1,128}$" : "^[A-Za-z0-9._:-]{1,64}$");
}

json::object idempotency_key() {
  json::object one = parameter("Idempotency-Key", "header", pattern("^[!-~]{1,255}$"));
  one["description"] = "The same key again gets the first answer again.";
  return one;
}

json::object stripe_signature() {
  json::object one = parameter("stripe-signature", "header", pattern("^[ -~]+$"));
  one["required"] = true;
  one["description"] = "Of the body's bytes, as Stripe makes it: t=SECONDS,v1=HEX.";
  return one;
}

// By its path or by the key that is shown.
bool is_of_organization(const Route& route) {
  return route.access == Access::kVirtualKey || route.path.find("{org}") != std::string_view::npos;
}

// Of a list's cursor; empty for what has no pages.
std::string_view cursor_form(Operation operation) {
  using enum Operation;
  switch (operation) {
    case kListKeys:
    case kListMembers:
    case kListTeams:
      return "^[A-Za-z0-9._:-]{1,64}$";
    case kListBudgets:
      return "^(KEY|USER|TEAM|TAG|MODEL|ORGANIZATION)/(DAILY|WEEKLY|MONTHLY|TOTAL)/[!-~]{1,128}$";
    case kListPriceBooks:
      return "^(0|[1-9][0-9]{0,17})$";
    case kListDeliveries:
      return "^alert-[0-9]+-[0-9]+-[0-9]+$";
    case kListJournal:
    case kListReservations:
    case kListExceptions:
    case kListAlerts:
      return "^[0-9]+/[0-9]+$";
    case kGetUsage:
    case kGetStatement:
      return "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    default:
      return "";
  }
}

json::array parameters_of(const Route& route) {
  json::array list;
  for (std::size_t at = route.path.find('{'); at != std::string_view::npos;
       at = route.path.find('{', at + 1)) {
    const std::size_t end = route.path.find('}', at);
    const std::string_view name = route.path.substr(at + 1, end - at - 1);
    list.push_back(parameter(name, "path", path_schema(name)));
  }
  if (route.operation == Operation::kListDeliveries) {
    list.push_back(parameter("status", "query",
                             {{"type", "string"}, {"enum", {"pending", "delivered", "dead"}}}));
  }
  if (const std::string_view cursor = cursor_form(route.operation); !cursor.empty()) {
    list.push_back(
        parameter("limit", "query", {{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000}}));
    list.push_back(parameter("cursor", "query", pattern(cursor)));
  }
  const bool is_report = is_finance_report(route.operation);
  if (is_report) list.push_back(parameter("at", "query", {{"type", "string"}}));
  if (route.method == "GET" && (is_report || is_of_organization(route))) {
    list.push_back(parameter("min_position", "query", pattern("^[0-9]+/[0-9]+$")));
  }
  if (has_dry_run(route.operation)) {
    list.push_back(parameter("dry_run", "query", {{"type", "boolean"}}));
  }
  const bool is_stripe = route.access == Access::kStripe;
  if (is_stripe) list.push_back(stripe_signature());
  if (route.method != "GET" && !is_stripe) list.push_back(idempotency_key());
  return list;
}

// Bodies that are right, for readers and for those who try the routes by the document.
struct Example {
  Operation operation;
  std::string_view body;
};
constexpr Example kExamples[] = {
    {Operation::kReserve, R"({"model":"gpt-4o","amount":"0.05","ttl_ms":60000})"},
    {Operation::kSettle, R"({"cost":"0.0123"})"},
    {Operation::kRelease, R"({"reason":"the provider refused"})"},
    {Operation::kIncrease, R"({"amount":"0.01"})"},
    {Operation::kRecordUsage, R"({"model":"gpt-4o","cost":"0.0123"})"},
    {Operation::kBatch, R"({"calls":[{"call":"reserve","model":"gpt-4o","amount":"0.01"}]})"},
    {Operation::kStripeWebhook,
     R"({"id":"evt_1","object":"event","type":"product.created","created":1767225600,)"
     R"("livemode":false,"data":{"object":{"id":"prod_1","object":"product"}}})"},
    {Operation::kPublishPrices,
     R"({"version":"2026-11","effective_from":"2026-11-01T00:00:00Z","models":[{"model":"gpt-4o",)"
     R"("rates":[{"token_class":"input_tokens","price_e18":2500000000000}]}]})"},
    {Operation::kCreateOrganization, R"({"org_id":"acme","name":"Acme"})"},
    {Operation::kUpdateOrganization, R"({"name":"Acme Inc."})"},
    {Operation::kChangeSettings, R"({"webhook_url":"https://acme.example/alerts"})"},
    {Operation::kGrantCredits, R"({"kind":"PURCHASED","amount":"25"})"},
    {Operation::kSetAutoTopUp, R"({"threshold":"10","amount":"50","daily_cap":"200"})"},
    {Operation::kStartCheckout, R"({"amount":"100","success_url":"https://acme.example/paid",)"
                                R"("cancel_url":"https://acme.example/credits"})"},
    {Operation::kCreateKey, R"({"requests_per_minute":600})"},
    {Operation::kUpdateKey, R"({"requests_per_minute":60})"},
    {Operation::kRotateKey, R"({"grace_ms":60000})"},
    {Operation::kAddMember, R"({"user_id":"ada","role":"VIEWER"})"},
    {Operation::kChangeMember, R"({"role":"MEMBER"})"},
    {Operation::kCreateTeam, R"({"name":"Research"})"},
    {Operation::kAssignStripeObject, R"({"object_id":"pi_3NxAcme","org_id":"acme"})"},
    {Operation::kWriteOffDebt, R"({"amount":"12.5","reason":"a dispute was lost"})"},
    {Operation::kSetBudget,
     R"({"scope":"USER","scope_id":"ada","period":"DAILY","limit":"5","alert_percents":[80]})"},
};

json::object body_of(Operation operation, json::object schema) {
  json::object content{{"schema", std::move(schema)}};
  for (const Example& example : kExamples) {
    if (example.operation != operation) continue;
    content["example"] = json::parse({example.body.data(), example.body.size()});
  }
  return {{"required", is_body_required(operation)}, {"content", {{"application/json", content}}}};
}

json::object operation_of(const Route& route) {
  json::object operation;
  operation["operationId"] = text(route.name);
  operation["summary"] = text(route.summary);
  operation["description"] = "For: " + std::string(name_of(route.access)) + ".";
  operation["parameters"] = parameters_of(route);
  if (auto schema = body_schema(route.operation)) {
    operation["requestBody"] = body_of(route.operation, std::move(*schema));
  }
  operation["responses"] = responses_of(route);
  if (route.access != Access::kAnybody && route.access != Access::kStripe) {
    operation["security"] = json::array{json::object{{"bearer", json::array{}}}};
  }
  return operation;
}

std::string lower(std::string_view words) {
  std::string lowered(words);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lowered;
}

json::object document() {
  json::object paths;
  for (const Route& route : routes()) {
    json::value& path = paths[text(route.path)];
    if (!path.is_object()) path = json::object();
    path.as_object()[lower(route.method)] = operation_of(route);
  }
  json::object root;
  root["openapi"] = "3.1.0";
  root["info"] = {{"title", "Nemo Ledger"},
                  {"version", "1"},
                  {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  root["paths"] = std::move(paths);
  json::object& components = root["components"].emplace_object();
  components["securitySchemes"] = {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}};
  add_answer_components(components);
  return root;
}

}  // namespace

const std::shared_ptr<const std::string>& open_api_document() {
  static const auto text = std::make_shared<const std::string>(json::serialize(document()));
  return text;
}

}  // namespace nemo::api
