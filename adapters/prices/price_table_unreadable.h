#pragma once

#include <stdexcept>

namespace nemo {

// A price table that cannot be opened, unpacked, parsed or recognised. what() names the reason.
class PriceTableUnreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace nemo
