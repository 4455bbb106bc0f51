#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "adapters/http/access_record.h"

namespace nemo::api {

// What the service says to operators, a JSON object a line: events on stderr, and every answer in
// an access log. No secret is in it: no header field, no query, no body. Thread rule: any thread.
class ServiceLog {
 public:
  // `access_file`: appended to; "-" is stderr, empty is none. Throws Failure (2).
  explicit ServiceLog(const std::string& access_file);
  ~ServiceLog();

  // {"time", "level", "event", "reason"}. The same event is said once a second at most.
  void warn(std::string_view event, std::string_view reason);
  // A request that failed here, each one: {"time", "level", "event": "request_failed", "reason",
  // "method", "path", "status", "request_id", "trace_id"?}.
  void failed(const http::AccessRecord& record);
  void access(const http::AccessRecord& record);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo::api
