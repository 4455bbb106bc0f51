#include "adapters/api/open_api_answers.h"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/api/answer_shapes.h"
#include "adapters/api/dry_run.h"
#include "adapters/api/fault.h"
#include "adapters/api/finance_reports.h"

namespace nemo::api {
namespace {

namespace json = boost::json;
using enum Operation;

json::string text(std::string_view words) { return json::string(words.data(), words.size()); }

json::object reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

// What the gate refuses whatever the route, and what any handler may; see adapters/http/gate.h.
struct GateFault {
  int status;
  std::string_view code;
};
constexpr GateFault kGateFaults[] = {
    {400, "invalid_request"},    {408, "request_timeout"},
    {413, "request_too_large"},  {414, "uri_too_long"},
    {417, "expectation_failed"}, {431, "header_fields_too_large"},
    {500, "internal_error"},     {501, "not_implemented"},
    {503, "overloaded"},         {505, "http_version_not_supported"},
};

// The ways to end that are the routes' own.
bool may_end(const Route& route, int status) {
  const bool spends = route.operation == kReserve || route.operation == kIncrease;
  switch (status) {
    case 401:
      return route.access != Access::kAnybody && route.access != Access::kStripe;
    case 403:
      return route.access > Access::kOperator;
    case 404:
      return route.access > Access::kOperator || route.access == Access::kStripe;
    case 402:
      return spends;
    case 429:
      return spends || route.operation == kExplain || is_finance_report(route.operation);
    case 409:
      return route.method != "GET" && route.access != Access::kStripe;
    default:
      return status != 405;  // the operation's method is one of the path's
  }
}

json::array codes_of(int status) {
  json::array codes;
  for (const GateFault& fault : kGateFaults) {
    if (fault.status == status) codes.push_back(text(fault.code));
  }
  for (int code = 0; code < kFaultCodes; ++code) {
    const FaultKind& kind = kind_of(static_cast<FaultCode>(code));
    const auto name = text(kind.code);
    const bool listed = std::find(codes.begin(), codes.end(), name) != codes.end();
    if (kind.status == status && !listed) codes.push_back(name);
  }
  return codes;
}

// All statuses of errors, ascending.
std::vector<int> error_statuses() {
  std::vector<int> statuses;
  for (const GateFault& fault : kGateFaults) statuses.push_back(fault.status);
  for (int code = 0; code < kFaultCodes; ++code) {
    statuses.push_back(kind_of(static_cast<FaultCode>(code)).status);
  }
  std::sort(statuses.begin(), statuses.end());
  statuses.erase(std::unique(statuses.begin(), statuses.end()), statuses.end());
  return statuses;
}

json::object headers_of(std::initializer_list<std::string_view> names) {
  json::object headers;
  for (const std::string_view name : names) headers[text(name)] = reference("headers", name);
  return headers;
}

json::object error_response(int status) {
  json::object error{{"code", {{"enum", codes_of(status)}}}};
  json::object coded{{"properties", {{"error", {{"properties", std::move(error)}}}}}};
  json::object headers = headers_of({"x-request-id", "traceparent", "tracestate"});
  if (status == 401) headers["www-authenticate"] = reference("headers", "www-authenticate");
  if (status == 402 || status == 429 || status == 503) {
    headers["retry-after"] = reference("headers", "retry-after");
  }
  return {{"description", "What was not done, and why"},
          {"headers", std::move(headers)},
          {"content",
           {{"application/json",
             {{"schema", {{"allOf", {reference("schemas", "Error"), std::move(coded)}}}}}}}}};
}

json::object content_of(std::string_view type, json::object schema) {
  return {{text(type), json::object{{"schema", std::move(schema)}}}};
}

json::object done_response(const Route& route, const AnswerShape& shape) {
  json::object response{
      {"description", text(route.summary)},
      {"headers", headers_of({"x-request-id", "x-nemo-position", "traceparent", "tracestate"})}};
  if (has_dry_run(route.operation)) {
    response["headers"].as_object()["x-nemo-dry-run"] = reference("headers", "x-nemo-dry-run");
  }
  if (route.operation == kReserve) {
    for (const auto& [name, header] :
         headers_of({"x-nemo-budget-remaining", "x-ratelimit-limit-requests",
                     "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
                     "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
                     "x-ratelimit-reset-tokens"})) {
      response["headers"].as_object()[name] = header;
    }
  }
  if (route.operation == kMetrics) {
    response["content"] = content_of("text/plain", {{"type", "string"}});
    return response;
  }
  response["content"] = content_of("application/json", reference("schemas", shape.name));
  if (shape.has_csv) {
    const auto* const name =
        is_finance_report(route.operation) ? "x-nemo-positions" : "x-nemo-next-cursor";
    response["headers"].as_object()[name] = reference("headers", name);
    if (route.operation == kListFinanceExceptions) {
      response["headers"].as_object()["x-nemo-left-out"] = reference("headers", "x-nemo-left-out");
    }
    response["content"].as_object()["text/csv"] = {{"schema", {{"type", "string"}}}};
  }
  return response;
}

struct HeaderText {
  std::string_view name;
  std::string_view description;
  std::string_view pattern;
};
constexpr HeaderText kHeaders[] = {
    {"x-request-id", "Names the request in the logs.", "^[!-~]{1,128}$"},
    {"traceparent", "The request's trace, with a span of the service's (W3C Trace Context).",
     "^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$"},
    {"tracestate", "The request's, beside its trace.", "^[ -~]+$"},
    {"x-nemo-position", "The ledger's position that the answer has seen.", "^[0-9]+/[0-9]+$"},
    {"x-nemo-next-cursor", "Where the next page begins; left out on the last.", "^[0-9]+/[0-9]+$"},
    {"x-nemo-positions", "The last record of each partition that the report has seen.",
     "^[0-9]+/[0-9]+(,[0-9]+/[0-9]+)*$"},
    {"x-nemo-left-out", "Of CSV: how many older exceptions are not in the list.", "^[0-9]+$"},
    {"x-nemo-budget-remaining", "What is left in the tightest budget.", "^-?[0-9]+(\\.[0-9]+)?$"},
    {"x-nemo-dry-run", "Nothing was written.", "^true$"},
    {"www-authenticate", "The scheme to ask with.", "^Bearer$"},
    {"retry-after", "Seconds until asking again makes sense.", "^[1-9][0-9]*$"},
    {"x-ratelimit-limit-requests", "Requests a minute that the key may.", "^[0-9]+$"},
    {"x-ratelimit-remaining-requests", "Of these, left in this minute.", "^[0-9]+$"},
    {"x-ratelimit-reset-requests", "Until the next minute.", "^[0-9]+s$"},
    {"x-ratelimit-limit-tokens", "Tokens a minute that the key may.", "^[0-9]+$"},
    {"x-ratelimit-remaining-tokens", "Of these, left in this minute.", "^[0-9]+$"},
    {"x-ratelimit-reset-tokens", "Until the next minute.", "^[0-9]+s$"},
};

}  // namespace

json::object responses_of(const Route& route) {
  const AnswerShape& shape = answer_shape(route.operation);
  json::object responses;
  responses[std::to_string(shape.status)] = done_response(route, shape);
  for (const int status : error_statuses()) {
    if (!may_end(route, status)) continue;
    responses[std::to_string(status)] = reference("responses", "Error" + std::to_string(status));
  }
  if (route.operation == kReadiness) {
    json::object not_ready = error_response(503);
    json::array either{reference("schemas", "Error"), reference("schemas", shape.name)};
    not_ready["content"] = content_of("application/json", {{"anyOf", std::move(either)}});
    responses["503"] = std::move(not_ready);
  }
  return responses;
}

void add_answer_components(json::object& components) {
  components["schemas"] = answer_schemas();
  json::object& responses = components["responses"].emplace_object();
  for (const int status : error_statuses()) {
    responses["Error" + std::to_string(status)] = error_response(status);
  }
  json::object& headers = components["headers"].emplace_object();
  for (const HeaderText& header : kHeaders) {
    headers[text(header.name)] = {
        {"description", text(header.description)},
        {"schema", {{"type", "string"}, {"pattern", text(header.pattern)}}}};
  }
}

}  // namespace nemo::api
