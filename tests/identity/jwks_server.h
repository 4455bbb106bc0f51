#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/identity/https_get.h"
#include "tests/identity/secret_files.h"

namespace nemo::identity {

// jwks_server.py, running: a real server behind real TLS.
class JwksServer {
 public:
  JwksServer();
  ~JwksServer();
  JwksServer(const JwksServer&) = delete;
  JwksServer& operator=(const JwksServer&) = delete;

  // Which of its certificates answers.
  enum class Door : std::uint8_t { kRight, kWrongName, kStranger };
  // To fetch its keys, trusting its CA, with little patience.
  HttpsGet get(Door door = Door::kRight) const;
  // What it publishes from now on.
  void publish(const std::vector<std::string>& jwks);
  // "right", or how it is to misbehave.
  void behave(const std::string& mode);
  // How often its keys were asked for.
  int count() const;
  void kill();

 private:
  std::string control(const std::string& path) const;

  SecretFiles files_;
  pid_t child_ = -1;
  int input_ = -1;
  int ports_[3] = {};
  int control_port_ = 0;
};

}  // namespace nemo::identity
