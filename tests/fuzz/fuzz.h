#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// What every fuzz target is: bytes in, and a crash when a promise about them is broken. libFuzzer
// calls it with bytes of its own making.
namespace nemo::fuzz {

// The target's own body; each file of this folder but this and corpus.cc defines one.
void try_bytes(std::string_view bytes);

// Crashes with a word for the reader when a promise does not hold.
inline void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

}  // namespace nemo::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
