#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/embedded_log/situations.h"

namespace nemo::webhooks {

// What a receiver was sent, as it came.
struct Received {
  std::string path;
  std::string id;
  std::string timestamp;
  std::string signature;
  std::string type;
  std::string body;
};

// receiver.py, running.
class Receiver {
 public:
  Receiver();
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  enum class Door : std::uint8_t { kHttp, kRight, kWrongName, kStranger };
  // Of a path that says how it is answered: "200/anything", "fails/2", "hang".
  std::string url(const std::string& path, Door door = Door::kHttp) const;
  std::string ca_file() const { return place_.path() / "ca.pem"; }

  std::vector<Received> received() const;
  std::size_t count(const std::string& path) const;

 private:
  ShortLivedDirectory place_;
  pid_t child_ = -1;
  int input_ = -1;
  int ports_[4] = {};
};

// Until it holds, ten seconds at most.
bool comes_true(const std::function<bool()>& holds);

}  // namespace nemo::webhooks
