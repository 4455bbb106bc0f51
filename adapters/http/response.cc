#include "adapters/http/response.h"

// Beast's header needs it and does not say so.
#include <ostream>

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

struct DefaultField {
  std::string_view name;
  std::string_view value;
  bool tls_only = false;
};

constexpr DefaultField kSecurityFields[] = {
    {"strict-transport-security", "max-age=63072000", true},
    {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
    {"x-frame-options", "DENY"},
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "no-referrer"},
    {"cache-control", "no-store"},
};

constexpr std::string_view kOwnFields[] = {"content-type", "content-length", "transfer-encoding",
                                           "connection",   "keep-alive",     "date",
                                           "server",       "upgrade",        "trailer",
                                           "x-request-id", "traceparent",    "tracestate"};

void append_field(std::string_view name, std::string_view value, std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has_field(const Response& response, std::string_view name) {
  return std::any_of(response.fields.begin(), response.fields.end(),
                     [&](const Field& field) { return equals_ignoring_case(field.name, name); });
}

void append_security_fields(const Response& response, bool tls, std::string& out) {
  for (const DefaultField& field : kSecurityFields) {
    if (field.tls_only && !tls) continue;
    if (has_field(response, field.name)) continue;
    append_field(field.name, field.value, out);
  }
}

bool allows_body(int status) { return status != 204 && status != 304; }

bool is_own(std::string_view name) {
  return std::any_of(std::begin(kOwnFields), std::end(kOwnFields),
                     [&](std::string_view own) { return equals_ignoring_case(name, own); });
}

}  // namespace

bool is_sound(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  if (!all_of(response.content_type, CharacterClass::kValue)) return false;
  return std::all_of(response.fields.begin(), response.fields.end(), [](const Field& field) {
    return !field.name.empty() && all_of(field.name, CharacterClass::kToken) &&
           !is_own(field.name) && all_of(field.value, CharacterClass::kValue);
  });
}

void append_answer_head(const Response& response, const AnswerFrame& frame, std::string& out) {
  const std::string status = std::to_string(response.status);
  const auto words = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
  out.append("HTTP/1.1 ").append(status).append(" ").append(words.data(), words.size());
  out.append("\r\n");
  append_field("date", frame.date, out);
  if (allows_body(response.status)) {
    if (!response.content_type.empty()) append_field("content-type", response.content_type, out);
    append_field("content-length", std::to_string(response.content().size()), out);
  }
  append_field("x-request-id", frame.request_id, out);
  if (!frame.traceparent.empty()) append_field("traceparent", frame.traceparent, out);
  if (!frame.tracestate.empty()) append_field("tracestate", frame.tracestate, out);
  append_security_fields(response, frame.tls, out);
  for (const Field& field : response.fields) append_field(field.name, field.value, out);
  if (frame.close) append_field("connection", "close", out);
  out.append("\r\n");
}

bool has_body(const Response& response, const AnswerFrame& frame) {
  return !frame.head_only && allows_body(response.status) && !response.content().empty();
}

}  // namespace nemo::http
