#include <string>

#include "events/wire/envelope_codec.h"
#include "events/wire/record_json.h"
#include "tests/fuzz/fuzz.h"

// Any line of NDJSON: what it says survives the log's bytes and another line.
void nemo::fuzz::try_bytes(std::string_view line) {
  const ParsedRecord parsed = parse_record_json(line);
  std::string bytes;
  encode_envelope(parsed.envelope, bytes);
  promise(decode_envelope(bytes) == parsed.envelope, "the log's bytes give the record back");
  if (std::holds_alternative<Unreadable>(parsed.envelope.payload)) return;
  std::string again;
  append_record_json(parsed.envelope, parsed.at, again);
  const ParsedRecord second = parse_record_json(again);
  promise(second.envelope == parsed.envelope && second.at == parsed.at,
          "a record's own line gives it back");
}
