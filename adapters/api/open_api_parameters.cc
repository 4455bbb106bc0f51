#include "adapters/api/open_api_parameters.h"

#include <boost/json.hpp>

#include "adapters/api/history_names.h"

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

json::object one_of(const std::vector<std::string_view>& names) {
  json::array list;
  for (const std::string_view name : names) list.push_back(text(name));
  return {{"type", "string"}, {"enum", std::move(list)}};
}

// Of what a path names: in any case for scope and period, otherwise an id or a name.
json::object path_schema(std::string_view name) {
  if (name == "scope") {
    return {{"enum", {"key", "user", "team", "organization", "tag", "model"}}};
  }
  if (name == "period") return {{"enum", {"daily", "weekly", "monthly", "total"}}};
  return pattern(name == "scope_id" ? "^[!-~]{1,128}$" : "^[A-Za-z0-9._:-]{1,64}$");
}

// Of a list's cursor.
std::string_view cursor_form(Operation list) {
  using enum Operation;
  switch (list) {
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
    case kListFinanceExceptions:
      return "^[A-Za-z0-9_-]+$";
    case kGetUsage:
    case kGetStatement:
      return "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    default:
      return "^[0-9]+/[0-9]+$";
  }
}

json::object time_schema() {
  return {{"anyOf", json::array{json::object{{"type", "string"}, {"format", "date-time"}},
                                json::object{{"type", "string"}, {"format", "date"}}}}};
}

json::object query_schema(const Route& route, Query one) {
  switch (one) {
    case Query::kMinPosition:
      return pattern("^[0-9]+/[0-9]+$");
    case Query::kDryRun:
      return {{"type", "boolean"}};
    case Query::kLimit:
      return {{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000}};
    case Query::kCursor:
      return pattern(cursor_form(route.operation));
    case Query::kFrom:
    case Query::kTo:
      return time_schema();
    case Query::kOutcome:
      return one_of(outcome_names());
    case Query::kKind:
      return one_of(kind_names(route.operation));
    case Query::kStatus:
      return one_of({"pending", "delivered", "dead"});
    case Query::kModel:
    case Query::kKeyId:
    case Query::kAt:
    case Query::kNone:
      break;
  }
  return {{"type", "string"}};
}

std::string_view description_of(Query one) {
  switch (one) {
    case Query::kMinPosition:
      return "Wait until the ledger has come to this position, which an answer has named.";
    case Query::kDryRun:
      return "Say what would be answered, and do nothing.";
    case Query::kLimit:
      return "Rows of a page, if not 100; one may have fewer although more follow.";
    case Query::kCursor:
      return "The next_cursor of the page before, together with its filters.";
    case Query::kFrom:
      return "Nothing before this time or date (UTC).";
    case Query::kTo:
      return "Nothing from this time or date (UTC) on.";
    case Query::kOutcome:
      return "Lines of this outcome alone; denied: whatever the reason.";
    case Query::kKind:
      return "Lines of this kind alone.";
    case Query::kModel:
      return "Lines about calls of this model alone. What ended a reservation more than 30 days "
             "ago is shown where it names the model itself or the page has the request, too.";
    case Query::kKeyId:
      return "Lines about calls of this key alone; see `model`.";
    case Query::kStatus:
      return "Deliveries of this status alone.";
    case Query::kAt:
      return "As of this time (RFC 3339), or of these positions (PARTITION/OFFSET,...).";
    case Query::kNone:
      break;
  }
  return "";
}

json::object query_parameter(const Route& route, Query one) {
  json::object asked = parameter(name_of(one), "query", query_schema(route, one));
  const bool is_whole =
      one == Query::kLimit && route.operation == Operation::kListFinanceExceptions;
  asked["description"] = text(is_whole ? "Rows of a page; all that follow where it is left out."
                                       : description_of(one));
  return asked;
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

}  // namespace

json::array parameters_of(const Route& route) {
  json::array list;
  for (std::size_t at = route.path.find('{'); at != std::string_view::npos;
       at = route.path.find('{', at + 1)) {
    const std::size_t end = route.path.find('}', at);
    const std::string_view name = route.path.substr(at + 1, end - at - 1);
    list.push_back(parameter(name, "path", path_schema(name)));
  }
  for (const Query one : each_of(route.query)) list.push_back(query_parameter(route, one));
  const bool is_stripe = route.access == Access::kStripe;
  if (is_stripe) list.push_back(stripe_signature());
  if (route.method != "GET" && !is_stripe) list.push_back(idempotency_key());
  return list;
}

}  // namespace nemo::api
