#include "tests/webhooks/receiver.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/servers/python_server.h"

namespace nemo::webhooks {
namespace {

std::string text_of(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string().c_str()) : "";
}

}  // namespace

Receiver::Receiver() {
  int output = -1;
  child_ = start_python_server("tests/webhooks/receiver.py", place_.path(), input_, output);
  FILE* line = ::fdopen(output, "r");
  EXPECT_EQ(std::fscanf(line, "%d %d %d %d", &ports_[0], &ports_[1], &ports_[2], &ports_[3]), 4);
  std::fclose(line);
}

Receiver::~Receiver() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  ::close(input_);
}

std::string Receiver::url(const std::string& path, Door door) const {
  return std::string(door == Door::kHttp ? "http" : "https") +
         "://127.0.0.1:" + std::to_string(ports_[static_cast<int>(door)]) + "/" + path;
}

std::vector<Received> Receiver::received() const {
  std::vector<Received> all;
  std::ifstream file(place_.path() / "received");
  for (std::string line; std::getline(file, line) && !file.eof();) {
    const boost::json::object one = boost::json::parse(line).as_object();
    all.push_back({text_of(one, "path"), text_of(one, "id"), text_of(one, "timestamp"),
                   text_of(one, "signature"), text_of(one, "type"), text_of(one, "body")});
  }
  return all;
}

std::size_t Receiver::count(const std::string& path) const {
  const std::vector<Received> all = received();
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Received& one) { return one.path == "/" + path; }));
}

bool comes_true(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace nemo::webhooks
