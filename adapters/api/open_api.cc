#include "adapters/api/open_api.h"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/api/open_api_answers.h"
#include "adapters/api/open_api_parameters.h"
#include "adapters/api/open_api_schemas.h"
#include "adapters/api/route.h"

namespace nemo::api {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) { return json::string(words.data(), words.size()); }

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
    {Operation::kSetSettings, R"({"webhook_url":"https://acme.example/alerts"})"},
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
    {Operation::kUpdateTeam, R"({"name":"Research and Development"})"},
    {Operation::kAssignStripeObject, R"({"object_id":"pi_3NxAcme","org_id":"acme"})"},
    {Operation::kClearSuspense,
     R"({"object_id":"txn_3NxAcme","amount":"-12.5","account":"EXPENSE_ADJUSTMENTS",)"
     R"("reason":"Stripe took back a bonus"})"},
    {Operation::kWriteOffDebt, R"({"amount":"12.5","reason":"a dispute was lost"})"},
    {Operation::kChangeBudget, R"({"limit":"10"})"},
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
