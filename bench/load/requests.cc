#include "bench/load/requests.h"

namespace nemo::load {

void Requests::begin(std::string_view method, std::string_view path, std::string_view key) {
  bytes_.assign(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(authority_);
  bytes_.append("\r\nAuthorization: Bearer ").append(key).append("\r\n");
}

std::string_view Requests::get(std::string_view path, std::string_view key) {
  begin("GET", path, key);
  return bytes_.append("\r\n");
}

std::string_view Requests::post(std::string_view path, std::string_view key,
                                std::string_view json) {
  begin("POST", path, key);
  bytes_.append("Content-Type: application/json\r\nContent-Length: ");
  return bytes_.append(std::to_string(json.size())).append("\r\n\r\n").append(json);
}

}  // namespace nemo::load
