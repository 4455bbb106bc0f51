#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/catalog/envelope.h"
#include "events/wire/sha256.h"

namespace nemo {

// What to keep of bytes that cannot be read: the first 64 KiB, length and SHA-256.
Unreadable keep_unreadable(std::string_view bytes, UnreadableReason reason);

// Gathers a record that is too long to be read, piece by piece, in bounded memory.
// Thread rule: one thread an object.
class TooLongRecord {
 public:
  void add(std::string_view piece);
  std::int64_t length() const { return kept_.length; }
  // An envelope without event_id and org_id, of reason too_long. Begins anew.
  Envelope finish();

 private:
  Sha256 sha256_;
  Unreadable kept_;
};

}  // namespace nemo
