#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "adapters/http/limits.h"

namespace nemo::http {

// How many connections there are, in all and of an address. Thread rule: any thread.
class Admissions {
 public:
  // A connection's place; given back when it goes. The admissions outlive it.
  class Place {
   public:
    Place(Admissions& of, std::string address) : of_(of), address_(std::move(address)) {}
    ~Place() { of_.leave(address_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Admissions& of_;
    std::string address_;
  };

  explicit Admissions(const ConnectionLimits& limits) : limits_(limits) {}

  // Nothing when there are too many. Of an empty address there may be any number.
  std::unique_ptr<Place> admit(const std::string& address);
  std::size_t open() const;
  // Waits until there is none; false if that takes longer.
  bool wait_until_empty(std::chrono::milliseconds patience);

 private:
  void leave(const std::string& address);

  ConnectionLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t open_ = 0;
  std::unordered_map<std::string, std::size_t> of_address_;
};

}  // namespace nemo::http
