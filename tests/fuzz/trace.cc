#include "adapters/workload/trace.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "adapters/workload/text_input.h"
#include "tests/fuzz/fuzz.h"

// Any file in the place of a trace: refused with the reason, or rows in order.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  static const int kFile = ::memfd_create("trace", 0);
  promise(kFile >= 0 && ::ftruncate(kFile, 0) == 0, "there is a file in memory");
  const ssize_t written = ::pwrite(kFile, bytes.data(), bytes.size(), 0);
  promise(written == static_cast<ssize_t>(bytes.size()), "it takes the bytes");
  try {
    const Trace trace = read_trace("/proc/self/fd/" + std::to_string(kFile));
    TimeMs last{INT64_MIN};
    promise(!trace.rows.empty(), "a trace has rows");
    for (const TraceRow& row : trace.rows) {
      promise(row.at >= last, "rows come by time");
      promise(row.cached_tokens >= 0 && row.cached_tokens <= row.input_tokens,
              "cached tokens are input tokens");
      promise(row.input_tokens <= kTokensMax && row.output_tokens >= 0 &&
                  row.output_tokens <= kTokensMax,
              "counts are of calls that can be");
      last = row.at;
    }
  } catch (const WorkloadFailure& failure) {
    promise(!failure.message.empty(), "a refusal has its reason");
  }
}
