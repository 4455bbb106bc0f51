#pragma once

#include <string_view>
#include <variant>

#include "adapters/http/limits.h"
#include "adapters/http/request_head.h"

namespace nemo::http {

// The gate: what a request's head must be to be let in. It takes the part of HTTP/1.1 that every
// parser reads alike and refuses the rest, so that no proxy in front and we can differ on where a
// request ends. A pure function; after a refusal the connection must be closed.
//
//   request line  METHOD SP TARGET SP HTTP/1.x, single spaces, x being 0 or 1; at most one empty
//                 line before it. Methods: GET HEAD POST PUT PATCH DELETE OPTIONS, in capitals.
//   target        a path and a query, of RFC 3986's characters alone; escapes are two hex digits,
//                 decode to UTF-8 and to no control character. No empty segment but the last, no
//                 "." or "..", no backslash, however encoded. No fragment, no absolute form, no
//                 "*".
//   lines         end with CR LF; neither stands alone; no control character but tabs in values
//   fields        a token, a colon, a value; never continued on the next line
//   once at most  Host (exactly once), Content-Length, Content-Type, Authorization, Idempotency-Key
//                 and the others of kSingletons in fields.cc
//   body          of POST, PUT and PATCH alone: Content-Length in decimal digits without a leading
//                 zero, or, in HTTP/1.1, Transfer-Encoding of exactly `chunked`; never both
//   Connection    a list of tokens; `close` ends the connection, and so does HTTP/1.0
//   not offered   Upgrade, Expect but 100-continue, HTTP/2
//
// Statuses: 400 malformed or ambiguous, 413 the body, 414 the line, 431 the fields are too large,
// 417 Expect, 501 a method, coding or protocol that is not offered, 505 another version.
using Verdict = std::variant<RequestHead, Refusal>;

// `head`: the bytes up to and with the empty line.
Verdict judge_head(std::string_view head, const HeadLimits& limits);
// The same of one that a HeadScanner with these limits has found complete.
Verdict judge_scanned_head(std::string_view head, const HeadLimits& limits);

}  // namespace nemo::http
