#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/response.h"
#include "events/values/position.h"

namespace nemo::api {

// Every error of the API, by the name clients see.
enum class FaultCode : std::uint8_t {
  kInvalidRequest,
  kInvalidApiKey,
  kInvalidToken,
  kInsufficientCredits,
  kBudgetExceeded,
  kForbidden,
  kNotFound,
  kMethodNotAllowed,
  kConflict,
  kUnsupportedMediaType,
  kRateLimitExceeded,
  kTpmLimitExceeded,
  kParallelLimitExceeded,
  kCreditCheckFailed,
  kStripeUnavailable,
};

// What a code is: the status it is answered with, and the kind of error that clients of language
// models tell apart.
struct FaultKind {
  int status;
  std::string_view code;
  std::string_view type;
};
const FaultKind& kind_of(FaultCode code);
inline constexpr int kFaultCodes = static_cast<int>(FaultCode::kStripeUnavailable) + 1;

// A request that is answered with an error. Thrown by whoever finds it.
struct Fault {
  FaultCode code = FaultCode::kInvalidRequest;
  std::string message;                           // the thing, the reason, the fix
  std::string param = {};                        // the member of the request that it is about
  std::string detail = {};                       // a JSON object, or nothing
  std::optional<std::int64_t> retry_after = {};  // seconds
  std::string allow = {};                        // the path's methods, of kMethodNotAllowed
  std::string cause = {};                        // for the log alone
  std::optional<LogPosition> position = {};      // where the ledger stood that was looked at
};

[[noreturn]] void fail_invalid(std::string message, std::string param = {});
[[noreturn]] void fail_not_found(std::optional<LogPosition> seen = {});
[[noreturn]] void fail_key();

// {"error": {"message", "type", "code", "param"?, "detail"?}}, with Retry-After and the
// position where they are known.
http::Response response_of(const Fault& fault);
// The object alone, as an element of a batch has it.
void append_fault(const Fault& fault, std::string& out);

}  // namespace nemo::api
