#include "tests/identity/jwks_server.h"

#include <sys/wait.h>

#include <cstdio>

#include "tests/identity/signing.h"
#include "tests/servers/python_server.h"

namespace nemo::identity {
JwksServer::JwksServer() {
  int output = -1;
  child_ = start_python_server("tests/identity/jwks_server.py", files_.folder(), input_, output);
  FILE* line = ::fdopen(output, "r");
  EXPECT_EQ(std::fscanf(line, "%d %d %d %d", &ports_[0], &ports_[1], &ports_[2], &control_port_),
            4);
  std::fclose(line);
  publish({});
}

JwksServer::~JwksServer() {
  kill();
  ::close(input_);
}

void JwksServer::kill() {
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

HttpsGet JwksServer::get(Door door) const {
  HttpsGet get;
  get.url = "https://127.0.0.1:" + std::to_string(ports_[static_cast<int>(door)]) + "/keys";
  get.ca_file = files_.folder() / "ca.pem";
  get.timeout_ms = 1'000;
  return get;
}

// Renamed into place: no reader sees half of it.
void JwksServer::publish(const std::vector<std::string>& jwks) {
  const std::filesystem::path draft = files_.folder() / "draft";
  std::ofstream(draft) << jwk_set(jwks);
  std::filesystem::rename(draft, files_.folder() / "keys.json");
}

std::string JwksServer::control(const std::string& path) const {
  HttpsGet get;
  get.url = "http://127.0.0.1:" + std::to_string(control_port_) + path;
  return https_get(get, {});
}

void JwksServer::behave(const std::string& mode) { control("/mode/" + mode); }

int JwksServer::count() const { return std::stoi(control("/count")); }

}  // namespace nemo::identity
