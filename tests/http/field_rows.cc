#include "tests/http/gate_rows.h"

namespace nemo::http {
namespace {

std::string host_of(const std::string& line) { return "GET / HTTP/1.1\r\n" + line + "\r\n"; }

std::string get_with(const std::string& lines) { return host_of("Host: a\r\n" + lines); }

std::string many_fields(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += "x-" + std::to_string(i) + ": 1\r\n";
  return lines;
}

// Two of these and the rest of get_with("") are 16 KiB, and one byte more each.
std::string half_a_head(std::size_t more) {
  const std::size_t rest = get_with("").size();
  return "x: " + std::string((16 * 1'024 - rest) / 2 - 5 + more, 'v') + "\r\n";
}

}  // namespace

// Header fields, and how large a head may be.
std::vector<GateRow> field_rows() {
  return {
      {"a host", host_of("Host: ledger.example\r\n"), 0},
      {"a host and a port", host_of("Host: 127.0.0.1:8443\r\n"), 0},
      {"an IPv6 host", host_of("Host: [::1]\r\n"), 0},
      {"an IPv6 host and a port", host_of("Host: [2001:db8::1]:443\r\n"), 0},
      {"a lower-case name of Host", host_of("host: a\r\n"), 0},
      {"no host", host_of(""), 400},
      {"no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400},
      {"an empty host", host_of("Host:\r\n"), 400},
      {"two hosts", host_of("Host: a\r\nHost: b\r\n"), 400},
      {"the same host twice", host_of("Host: a\r\nhost: a\r\n"), 400},
      {"a list of hosts", host_of("Host: a, b\r\n"), 400},
      {"a user in the host", host_of("Host: me@a\r\n"), 400},
      {"a user and a password", host_of("Host: me:secret@a\r\n"), 400},
      {"a space in the host", host_of("Host: a b\r\n"), 400},
      {"a slash in the host", host_of("Host: a/b\r\n"), 400},
      {"a scheme in the host", host_of("Host: http://a\r\n"), 400},
      {"a host that is not ASCII", host_of("Host: \xC3\xA9.example\r\n"), 400},
      {"an escape in the host", host_of("Host: a%00b\r\n"), 400},
      {"an empty port", host_of("Host: a:\r\n"), 400},
      {"port zero", host_of("Host: a:0\r\n"), 400},
      {"a port beyond 65535", host_of("Host: a:65536\r\n"), 400},
      {"a port of letters", host_of("Host: a:b\r\n"), 400},
      {"two ports", host_of("Host: a:1:2\r\n"), 400},
      {"a port alone", host_of("Host: :80\r\n"), 400},
      {"an address without brackets", host_of("Host: ::1\r\n"), 400},
      {"a bracket left open", host_of("Host: [::1\r\n"), 400},
      {"letters behind the bracket", host_of("Host: [::1]a\r\n"), 400},
      {"nothing in brackets", host_of("Host: []\r\n"), 400},
      {"a host of 256 letters", host_of("Host: " + std::string(256, 'a') + "\r\n"), 400},
      {"an empty value", get_with("x:\r\n"), 0},
      {"a value with a tab", get_with("x: a\tb\r\n"), 0},
      {"a value that is not ASCII", get_with("x: \xC3\xA9\r\n"), 0},
      {"every character of a token", get_with("!#$%&'*+-.^_`|~09azAZ: 1\r\n"), 0},
      {"a list in two fields", get_with("Accept: text/csv\r\nAccept: */*\r\n"), 0},
      {"no colon", get_with("x\r\n"), 400},
      {"an empty name", get_with(": y\r\n"), 400},
      {"a space in a name", get_with("x y: z\r\n"), 400},
      {"a space before the colon", get_with("x : z\r\n"), 400},
      {"a bracket in a name", get_with("x(y): z\r\n"), 400},
      {"a name that is not ASCII", get_with("\xC3\xA9: z\r\n"), 400},
      {"a line folded by a space", get_with("x: a\r\n b\r\n"), 400},
      {"a line folded by a tab", get_with("x: a\r\n\tb\r\n"), 400},
      {"a line of a space", get_with(" \r\n"), 400},
      {"the first field folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"a NUL in a value", get_with(std::string("x: a\0b\r\n", 8)), 400},
      {"a NUL in a name", get_with(std::string("x\0y: b\r\n", 8)), 400},
      {"a BEL in a value", get_with("x: a\ab\r\n"), 400},
      {"an escape character", get_with("x: \x1B[0m\r\n"), 400},
      {"a DEL in a value", get_with("x: a\x7F\r\n"), 400},
      {"a bare CR in a value", get_with("x: a\rb\r\n"), 400},
      {"a bare LF in a value", get_with("x: a\nb\r\n"), 400},
      {"two CRs before an LF", get_with("x: a\r\r\n"), 400},
      {"a bare LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
      {"two keys", get_with("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
      {"two idempotency keys", get_with("Idempotency-Key: a\r\nIdempotency-Key: a\r\n"), 400},
      {"two types", get_with("Content-Type: a/b\r\nContent-Type: a/b\r\n"), 400},
      {"two request ids", get_with("X-Request-Id: a\r\nX-Request-Id: b\r\n"), 400},
      {"two cookies", get_with("Cookie: a=b\r\nCookie: c=d\r\n"), 400},
      {"options of a connection", get_with("Connection: keep-alive , ,x\r\n"), 0},
      {"an option of two words", get_with("Connection: keep alive\r\n"), 400},
      {"an option with a parameter", get_with("Connection: close;x\r\n"), 400},
      {"an option that is not ASCII", get_with("Connection: \xFFkeep-alive, close\r\n"), 400},
      {"64 fields", get_with(many_fields(63)), 0},
      {"65 fields", get_with(many_fields(64)), 431},
      {"the longest field", get_with("x: " + std::string(8 * 1'024 - 3, 'v') + "\r\n"), 0},
      {"a field one too long", get_with("x: " + std::string(8 * 1'024 - 2, 'v') + "\r\n"), 431},
      {"the largest head", get_with(half_a_head(0) + half_a_head(0)), 0},
      {"a head too large", get_with(half_a_head(0) + half_a_head(2)), 431},
      {"a request as a field", get_with("GET /admin HTTP/1.1\r\n"), 400},
  };
}

std::vector<GateRow> all_gate_rows() {
  std::vector<GateRow> rows = framing_rows();
  for (auto* more : {line_rows, field_rows}) {
    for (GateRow& row : more()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace nemo::http
