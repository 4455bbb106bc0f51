#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace nemo::http {

// Names requests: a random prefix for each server, then a counter. Thread rule: any thread.
class RequestIds {
 public:
  RequestIds();

  // The client's own where it is one: 1 to 40 letters, digits, '.', '_' and '-'; nullptr: none.
  std::string id_of(const std::string* from_client);

 private:
  std::string prefix_;
  std::atomic<std::uint64_t> next_{1};
};

}  // namespace nemo::http
