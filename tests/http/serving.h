#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "adapters/http/server.h"
#include "tests/http/client.h"

namespace nemo::http {

// A folder that goes with the test.
class ShortLivedFolder {
 public:
  ShortLivedFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "nemo-http-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~ShortLivedFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ShortLivedFolder(const ShortLivedFolder&) = delete;
  ShortLivedFolder& operator=(const ShortLivedFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One certificate for all tests of the process.
inline CertificateFiles test_certificate() {
  static const ShortLivedFolder kFolder;
  static const CertificateFiles kFiles = self_signed_certificate(kFolder.path());
  return kFiles;
}

// On a free port of 127.0.0.1.
inline ServerOptions served_by(const std::string& address) {
  ServerOptions options;
  options.listen = {parse_listen_address(address)};
  options.certificate = test_certificate();
  return options;
}
inline ServerOptions by_tls() { return served_by("https://127.0.0.1:0"); }
inline ServerOptions by_plain() { return served_by("http://127.0.0.1:0"); }

// Answers with what was asked: "METHOD /path|body".
inline void echo(Request request, const Respond& respond) {
  Response response;
  response.content_type = "text/plain";
  response.body =
      std::string(method_name(request.head.method)) + " " + request.head.path + "|" + request.body;
  respond(std::move(response));
}

inline std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// Waits until a truth holds that others bring about.
template <class Truth>
bool comes_true(Truth&& truth, int seconds = 10) {
  for (int i = 0; i < seconds * 100; ++i) {
    if (truth()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

inline std::uint64_t refusals(const Server& server, const std::string& reason) {
  const ServerCounters counters = server.counters();
  const auto found = counters.refusals.find(reason);
  return found == counters.refusals.end() ? 0 : found->second;
}

}  // namespace nemo::http
