#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/request_head.h"

namespace nemo::http {

struct Response {
  int status = 200;  // 200 to 599
  std::string content_type = "application/json";
  // Further header fields; one of the server's security headers replaces the server's own. Not:
  // content-type, nor what the server decides itself (kOwnFields in response.cc).
  std::vector<Field> fields = {};
  std::string body = {};
  // The body in place of `body`, where many answers have the same: kept once, however many wait.
  std::shared_ptr<const std::string> shared_body = {};
  bool close = false;  // the connection, after this answer
  // Why the request failed, for the log alone: never sent. No secret may be in it.
  std::string cause = {};

  std::string_view content() const { return shared_body ? *shared_body : body; }
};

// An error in the one shape that clients of language models parse:
//   {"error": {"message": ..., "type": ..., "code": ...}}
struct ErrorText {
  int status = 500;
  std::string_view type;
  std::string_view code;
  std::string_view message;
};
Response error_response(const ErrorText& text);
// Of a request that the gate or a limit has refused; closes the connection.
Response refusal_response(const Refusal& refusal);
// Of a handler that failed: nothing about why.
Response fault_response();

// Whether the fields are the response's to set and cannot split the answer.
bool is_sound(const Response& response);

// How a response is written.
struct AnswerFrame {
  bool tls = false;
  bool head_only = false;  // of a HEAD request
  bool close = false;
  std::string_view request_id;
  std::string_view date;         // IMF-fixdate
  std::string_view traceparent;  // empty: none, as below
  std::string_view tracestate;
};

// Appends status line and header fields with the empty line; the body, if `has_body`, comes behind
// it. Requires a sound response.
void append_answer_head(const Response& response, const AnswerFrame& frame, std::string& out);
bool has_body(const Response& response, const AnswerFrame& frame);

}  // namespace nemo::http
