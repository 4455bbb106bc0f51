#pragma once

#include <string>
#include <string_view>

namespace nemo::load {

// Writes requests as bytes, one after the other in the same place. Thread rule: one thread.
class Requests {
 public:
  explicit Requests(std::string authority) : authority_(std::move(authority)) {}

  // `key` is what follows "Bearer ". The bytes are good until the next call.
  std::string_view get(std::string_view path, std::string_view key);
  std::string_view post(std::string_view path, std::string_view key, std::string_view json);

 private:
  void begin(std::string_view method, std::string_view path, std::string_view key);

  std::string authority_;
  std::string bytes_;
};

}  // namespace nemo::load
