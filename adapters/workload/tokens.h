#pragma once

#include <cstdint>

#include "events/catalog/usage.h"

namespace nemo {

// Tokens of a call in disjoint classes.
struct Tokens {
  std::int64_t input = 0;
  std::int64_t cache_read = 0;
  std::int64_t output = 0;

  std::int64_t sum() const { return input + cache_read + output; }

  Usage usage() const {
    Usage usage;
    usage.input_tokens = input;
    if (cache_read > 0) usage.cache_read_tokens = cache_read;
    usage.output_tokens = output;
    return usage;
  }
};

}  // namespace nemo
