#include "adapters/api/open_api.h"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/api/body.h"
#include "adapters/api/dry_run.h"
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

json::object header(std::string_view name, std::string_view description) {
  json::object one = parameter(name, "header", {{"type", "string"}, {"maxLength", 255}});
  one["description"] = text(description);
  return one;
}

json::array parameters_of(const Route& route) {
  json::array list;
  for (std::size_t at = route.path.find('{'); at != std::string_view::npos;
       at = route.path.find('{', at + 1)) {
    const std::size_t end = route.path.find('}', at);
    list.push_back(parameter(route.path.substr(at + 1, end - at - 1), "path",
                             {{"type", "string"}, {"minLength", 1}, {"maxLength", 128}}));
  }
  if (route.operation >= Operation::kListJournal && route.operation <= Operation::kListAlerts) {
    list.push_back(
        parameter("limit", "query", {{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000}}));
    list.push_back(parameter("cursor", "query", {{"type", "string"}}));
  }
  if (route.method == "GET" && route.path.starts_with("/v1/") && route.access != Access::kAnybody) {
    list.push_back(parameter("min_position", "query", {{"type", "string"}}));
  }
  if (has_dry_run(route.operation)) {
    list.push_back(parameter("dry_run", "query", {{"type", "boolean"}}));
  }
  if (route.method != "GET") {
    list.push_back(header("Idempotency-Key", "The same key again gets the first answer again."));
  }
  return list;
}

json::object error_response() {
  return {
      {"description", "What was not done, and why"},
      {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
}

json::object responses_of(const Route& route) {
  json::object done;
  done["description"] = text(route.summary);
  const bool is_text = route.operation == Operation::kMetrics;
  json::object schema{{"type", is_text ? "string" : "object"}};
  done["content"] =
      json::object{{is_text ? "text/plain" : "application/json", {{"schema", schema}}}};
  json::object responses;
  responses["2XX"] = std::move(done);
  responses["default"] = error_response();
  return responses;
}

json::object operation_of(const Route& route) {
  json::object operation;
  operation["operationId"] = text(route.name);
  operation["summary"] = text(route.summary);
  operation["description"] = "For: " + std::string(name_of(route.access)) + ".";
  operation["parameters"] = parameters_of(route);
  if (auto schema = body_schema(route.operation)) {
    operation["requestBody"] = json::object{
        {"required", true}, {"content", {{"application/json", {{"schema", *schema}}}}}};
  }
  operation["responses"] = responses_of(route);
  if (route.access != Access::kAnybody) {
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
  root["components"] = {{"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}},
                        {"schemas", {{"Error", error_schema()}}}};
  return root;
}

}  // namespace

const std::string& open_api_document() {
  static const std::string text = json::serialize(document());
  return text;
}

}  // namespace nemo::api
