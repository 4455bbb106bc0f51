#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/http/response.h"

namespace nemo::http {
namespace {

std::string_view code_of(int status) {
  switch (status) {
    case 408:
      return "request_timeout";
    case 413:
      return "request_too_large";
    case 414:
      return "uri_too_long";
    case 417:
      return "expectation_failed";
    case 431:
      return "header_fields_too_large";
    case 501:
      return "not_implemented";
    case 503:
      return "overloaded";
    case 505:
      return "http_version_not_supported";
    default:
      return "invalid_request";
  }
}

}  // namespace

Response error_response(const ErrorText& text) {
  const boost::json::object error{
      {"message", text.message}, {"type", text.type}, {"code", text.code}};
  Response response;
  response.status = text.status;
  response.body = boost::json::serialize(boost::json::object{{"error", error}});
  return response;
}

Response refusal_response(const Refusal& refusal) {
  const std::string_view type = refusal.status < 500 ? "invalid_request_error" : "server_error";
  Response response =
      error_response({refusal.status, type, code_of(refusal.status), refusal.reason});
  response.close = true;
  response.cause = refusal.reason;
  return response;
}

Response fault_response() {
  Response response =
      error_response({500, "server_error", "internal_error", "the request could not be served"});
  response.cause = "its handler threw, gave no answer, or one that may not be sent";
  return response;
}

}  // namespace nemo::http
