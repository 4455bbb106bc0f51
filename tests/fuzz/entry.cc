#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nemo::fuzz::try_bytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
