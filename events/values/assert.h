#pragma once

#include <cstdio>
#include <cstdlib>

namespace nemo {

[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: broken assertion: %s\n", file, line, condition);
  std::abort();
}

}  // namespace nemo

// For what a programmer promised, never for input; on in every build.
#define NEMO_ASSERT(condition) \
  ((condition) ? void(0) : ::nemo::assertion_failed(#condition, __FILE__, __LINE__))
