#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "events/values/time.h"

namespace nemo {

// A real call as a trace recorded it. input_tokens hold the cached ones too.
struct TraceRow {
  TimeMs at;
  std::int64_t input_tokens = 0;
  std::int64_t cached_tokens = 0;  // <= input_tokens
  std::int64_t output_tokens = 0;
};

// The rows of a trace file, by time; rows of equal time as in the file.
//   relative   `at` counts from the trace's own start, not from 1970
//   reordered  rows whose time lies before the row above them: they were sorted in, and a reader
//              should be told
struct Trace {
  bool relative = false;
  std::int64_t reordered = 0;
  std::vector<TraceRow> rows;
};

// No real call has more tokens.
inline constexpr std::int64_t kTokensMax = 1'000'000'000;

// Reads a trace, plain or gzip, known by its header:
//   TIMESTAMP,ContextTokens,GeneratedTokens  Azure LLM inference trace: UTC without a zone, digits
//                                            beyond the millisecond cut off
//   row,timestamp_ms,input_tokens,output_tokens,prefix_blocks_512,derived_cached_input_tokens
//                                            Mooncake: milliseconds from the start
// Throws WorkloadFailure for what cannot be read, an unknown header, a wrong number, and no rows.
Trace read_trace(const std::filesystem::path& file);

}  // namespace nemo
