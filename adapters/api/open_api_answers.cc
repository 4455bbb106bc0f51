#include "adapters/api/open_api_answers.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

#include "adapters/api/answer_shapes.h"
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

void add_header(std::string_view name, json::object& headers) {
  headers[text(name)] = reference("headers", name);
}

void add_headers(std::span<const std::string_view> names, json::object& headers) {
  for (const std::string_view name : names) add_header(name, headers);
}

constexpr std::string_view kOfAll[] = {"x-request-id", "traceparent", "tracestate"};
constexpr std::string_view kOfCalls[] = {
    "x-nemo-budget-remaining",    "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests", "x-ratelimit-limit-tokens",   "x-ratelimit-remaining-tokens",
    "x-ratelimit-reset-tokens",   "x-ratelimit-limit-parallel", "x-ratelimit-remaining-parallel",
    "x-ratelimit-reset-parallel"};

bool has_limits(Operation operation) {
  return (operation >= kReserve && operation <= kIncrease) || operation == kRecordUsage ||
         operation == kGetKeyBalance || operation == kBatch;
}

// What the ledger may have decided.
bool is_of_ledger(int status) {
  constexpr int kStatuses[] = {400, 402, 403, 404, 409, 429};
  return std::find(std::begin(kStatuses), std::end(kStatuses), status) != std::end(kStatuses);
}

json::object error_response(int status) {
  json::object error{{"code", {{"enum", codes_of(status)}}}};
  json::object coded{{"properties", {{"error", {{"properties", std::move(error)}}}}}};
  json::object headers;
  add_headers(kOfAll, headers);
  if (status == 401) add_header("www-authenticate", headers);
  if (status == 402 || status == 429 || status == 503) add_header("retry-after", headers);
  if (is_of_ledger(status)) {
    add_header("x-nemo-position", headers);
    add_headers(kOfCalls, headers);
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
  json::object response{{"description", text(route.summary)}};
  json::object& headers = response["headers"].emplace_object();
  add_headers(kOfAll, headers);
  add_header("x-nemo-position", headers);
  if (has(route.query, Query::kDryRun)) add_header("x-nemo-dry-run", headers);
  if (has_limits(route.operation)) add_headers(kOfCalls, headers);
  if (shape.has_csv && is_finance_report(route.operation)) {
    add_header("x-nemo-positions", headers);
    if (route.operation == kListFinanceExceptions) add_header("x-nemo-left-out", headers);
  }
  if (shape.has_csv && has(route.query, Query::kCursor)) {
    add_header("x-nemo-next-cursor", headers);
  }
  if (route.operation == kMetrics) {
    response["content"] = content_of("text/plain", {{"type", "string"}});
    return response;
  }
  response["content"] = content_of("application/json", reference("schemas", shape.name));
  if (shape.has_csv) {
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
    {"x-nemo-next-cursor", "Where the next page begins; left out on the last.",
     "^[0-9A-Za-z_/-]+$"},
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
    {"x-ratelimit-limit-parallel", "Reservations that the key may have open.", "^[0-9]+$"},
    {"x-ratelimit-remaining-parallel", "Of these, left now.", "^[0-9]+$"},
    {"x-ratelimit-reset-parallel", "Until one may have ended.", "^[0-9]+s$"},
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
