#include "engine/state/reservation_state.h"

#include <utility>

#include "engine/state/bytes.h"
#include "events/values/assert.h"

namespace nemo {

void ReservationState::clear() {
  std::string kept = std::move(content);
  kept.clear();
  *this = {};
  content = std::move(kept);
}

RequestContent read_request_content(std::string_view content) {
  ByteReader in(content);
  RequestContent read;
  in.get_text();  // reservation_id
  read.key_id = in.get_text();
  read.model = in.get_text();
  for (int skipped = 0; skipped < 5; ++skipped) in.get_text();  // amount_nano to user_id
  read.tags = in.get_text();
  NEMO_ASSERT(!in.failed());
  return read;
}

}  // namespace nemo
