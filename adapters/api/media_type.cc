#include "adapters/api/media_type.h"

#include <algorithm>
#include <string>

#include "adapters/api/fault.h"

namespace nemo::api {
namespace {

// In lower case, without blanks and quotes, which change nothing here.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '"') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  return out;
}

// Other parameters mean nothing to JSON.
bool is_utf8_json(const std::string& type) {
  std::string_view rest = type;
  const auto take = [&rest] {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  if (take() != "application/json") return false;
  while (!rest.empty()) {
    const std::string_view parameter = take();
    if (parameter.starts_with("charset=") && parameter != "charset=utf-8") return false;
  }
  return true;
}

}  // namespace

void check_media_type(const http::Request& request, bool must_be_json) {
  if (request.body.empty()) return;
  const std::string* encoding = request.head.field("content-encoding");
  if (encoding != nullptr && plain(*encoding) != "identity") {
    throw Fault{FaultCode::kUnsupportedMediaType,
                "the body has a content-encoding, and none is decoded: send it as it is"};
  }
  const std::string* type = request.head.field("content-type");
  if (!must_be_json || (type != nullptr && is_utf8_json(plain(*type)))) return;
  throw Fault{FaultCode::kUnsupportedMediaType,
              "the body is not of the type application/json in UTF-8: send `content-type: "
              "application/json`"};
}

}  // namespace nemo::api
