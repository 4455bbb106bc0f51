#include "adapters/api/fault.h"

#include <array>

#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

constexpr std::array<FaultKind, kFaultCodes> kKinds = {{
    {400, "invalid_request", "invalid_request_error"},
    {401, "invalid_api_key", "authentication_error"},
    {401, "invalid_token", "authentication_error"},
    {402, "insufficient_credits", "insufficient_quota"},
    {402, "budget_exceeded", "insufficient_quota"},
    {403, "forbidden", "permission_error"},
    {404, "not_found", "not_found_error"},
    {405, "method_not_allowed", "invalid_request_error"},
    {409, "conflict", "conflict_error"},
    {415, "unsupported_media_type", "invalid_request_error"},
    {429, "rate_limit_exceeded", "rate_limit_error"},
    {429, "tpm_limit_exceeded", "rate_limit_error"},
    {429, "parallel_limit_exceeded", "rate_limit_error"},
    {503, "credit_check_failed", "service_unavailable_error"},
    {503, "stripe_unavailable", "service_unavailable_error"},
}};

}  // namespace

const FaultKind& kind_of(FaultCode code) { return kKinds[static_cast<std::size_t>(code)]; }

void fail_invalid(std::string message, std::string param) {
  throw Fault{FaultCode::kInvalidRequest, std::move(message), std::move(param)};
}

// The same words for what is not there and for what is another organization's.
void fail_not_found(std::optional<LogPosition> seen) {
  Fault fault{FaultCode::kNotFound, "There is nothing of this name."};
  fault.position = seen;
  throw fault;
}

void fail_key() {
  throw Fault{FaultCode::kInvalidApiKey,
              "the API key is not valid: it is unknown, revoked or expired"};
}

void append_fault(const Fault& fault, std::string& out) {
  const FaultKind& kind = kind_of(fault.code);
  wire::Members error(out);
  error.text("message", fault.message);
  error.plain("type", kind.type);
  error.plain("code", kind.code);
  if (!fault.param.empty()) error.text("param", fault.param);
  if (!fault.detail.empty()) error.name("detail").append(fault.detail);
}

http::Response response_of(const Fault& fault) {
  http::Response response;
  response.status = kind_of(fault.code).status;
  response.cause = fault.cause;
  {
    wire::Members body(response.body);
    append_fault(fault, body.name("error"));
  }
  if (fault.retry_after) {
    response.fields.push_back({"retry-after", std::to_string(*fault.retry_after)});
  }
  if (fault.position) {
    response.fields.push_back({"x-nemo-position", format_position(*fault.position)});
  }
  if (!fault.allow.empty()) response.fields.push_back({"allow", fault.allow});
  if (response.status == 401) response.fields.push_back({"www-authenticate", "Bearer"});
  return response;
}

}  // namespace nemo::api
