#include "events/wire/envelope_codec.h"

#include <string>

#include "events/wire/record_json.h"
#include "tests/fuzz/fuzz.h"

// Any bytes of the log: decoded they say the same again in both notations.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  const Envelope envelope = decode_envelope(bytes);
  std::string written;
  encode_envelope(envelope, written);
  promise(decode_envelope(written) == envelope, "an envelope's own bytes give it back");
  if (std::holds_alternative<Unreadable>(envelope.payload)) return;
  std::string line;
  append_record_json(envelope, TimeMs{1'767'225'600'000}, line);
  promise(parse_record_json(line).envelope == envelope, "its line gives it back");
}
