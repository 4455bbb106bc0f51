#include "events/wire/unreadable_record.h"

#include <utility>

namespace nemo {

Unreadable keep_unreadable(std::string_view bytes, UnreadableReason reason) {
  Unreadable kept;
  kept.bytes = Bytes(bytes.substr(0, kUnreadableBytesMax));
  kept.length = static_cast<std::int64_t>(bytes.size());
  kept.sha256 = Bytes(sha256_of(bytes));
  kept.reason = reason;
  return kept;
}

void TooLongRecord::add(std::string_view piece) {
  sha256_.add(piece);
  kept_.length += static_cast<std::int64_t>(piece.size());
  std::string& bytes = kept_.bytes.value;
  bytes.append(piece.substr(0, kUnreadableBytesMax - bytes.size()));
}

Envelope TooLongRecord::finish() {
  kept_.sha256 = Bytes(sha256_.finish());
  kept_.reason = UnreadableReason::kTooLong;
  Envelope envelope;
  envelope.payload = std::exchange(kept_, Unreadable());
  return envelope;
}

}  // namespace nemo
