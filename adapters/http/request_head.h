#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nemo::http {

// Those without a route are known all the same: who asks by one is told what the path has.
enum class Method : std::uint8_t {
  kGet,
  kHead,
  kPost,
  kPut,
  kPatch,
  kDelete,
  kOptions,
  kTrace,
  kQuery,
};

std::string_view method_name(Method method);

struct Field {
  std::string name;  // lower case
  std::string value;

  bool operator==(const Field&) const = default;
};

struct QueryPair {
  std::string name;
  std::string value;  // empty where there is no '='

  bool operator==(const QueryPair&) const = default;
};

// How a request's body ends.
struct Framing {
  enum class Kind : std::uint8_t { kNone, kLength, kChunked };
  Kind kind = Kind::kNone;
  std::uint64_t length = 0;  // bytes, of kLength: never 0

  bool operator==(const Framing&) const = default;
};

// A request's head as the gate (gate.h) has let it in.
struct RequestHead {
  Method method = Method::kGet;
  std::string path;  // as sent, without the query: printable ASCII, begins with '/'
  // Between the slashes, percent-decoded: UTF-8 without control characters, backslashes, "." and
  // "..". "/" has none; "/a/" ends with an empty one; no other is empty.
  std::vector<std::string> segments;
  std::vector<QueryPair> query;  // decoded alike, '+' being a space; in the order sent
  // In the order sent. Each name once: the values of one that may come several times are joined
  // with ", ", as RFC 9110 has it.
  std::vector<Field> fields;
  Framing framing;
  int version_minor = 1;  // of HTTP/1
  bool keep_alive = true;
  bool expects_continue = false;

  // The value of a field by its lower-case name; nullptr where there is none.
  const std::string* field(std::string_view name) const;
};

// Why a request is not taken. The connection is closed after it.
struct Refusal {
  int status = 400;
  std::string_view reason;  // a few words of static text, nothing of the request
};

}  // namespace nemo::http
