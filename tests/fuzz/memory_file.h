#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {

// A file in memory with these bytes, until the next call: its path.
inline std::string memory_file(std::string_view bytes) {
  static const int kFile = ::memfd_create("fuzz", 0);
  promise(kFile >= 0 && ::ftruncate(kFile, 0) == 0, "there is a file in memory");
  const ssize_t put = ::pwrite(kFile, bytes.data(), bytes.size(), 0);
  promise(put == static_cast<ssize_t>(bytes.size()), "it takes the bytes");
  return "/proc/self/fd/" + std::to_string(kFile);
}

}  // namespace nemo::fuzz
