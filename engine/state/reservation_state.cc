#include "engine/state/reservation_state.h"

#include "engine/state/bytes.h"
#include "events/values/assert.h"

namespace nemo {

RequestContent read_request_content(std::string_view content) {
  ByteReader in(content);
  RequestContent read;
  in.get_text();  // reservation_id
  read.key_id = in.get_text();
  read.model = in.get_text();
  for (int skipped = 0; skipped < 5; ++skipped) in.get_text();  // amount_nano to user_id
  ByteReader tags(in.get_text());
  for (std::uint64_t left = tags.get_unsigned(); left > 0; --left) {
    read.tags.push_back(tags.get_text());
  }
  NEMO_ASSERT(!in.failed() && !tags.failed());
  return read;
}

}  // namespace nemo
