#include <string>

#include "events/wire/outcome_codec.h"
#include "events/wire/outcome_json.h"
#include "tests/fuzz/fuzz.h"

// Any bytes of stored outcome lines: refused, or lines that can be stored and shown.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  const LogPosition position{3, 42};
  const auto lines = decode_outcomes(position, bytes);
  if (!lines) return;
  std::string written;
  encode_outcomes(*lines, written);
  const auto again = decode_outcomes(position, written);
  std::string rewritten;
  promise(again.has_value(), "lines that were read can be written and read");
  encode_outcomes(*again, rewritten);
  promise(rewritten == written, "they are written alike each time");
  std::string text;
  for (const Outcome& line : *lines) append_outcome_json(line, text);
}
