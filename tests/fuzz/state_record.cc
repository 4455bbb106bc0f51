#include <string>

#include "engine/state/record_codec.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

template <class Record>
void try_record(std::string_view bytes) {
  Record record;
  if (!decode(bytes, record)) return;
  std::string written;
  encode(record, written);
  Record again;
  promise(decode(written, again), "a state record that was read can be written and read");
  std::string rewritten;
  encode(again, rewritten);
  promise(rewritten == written, "it is written alike each time");
}

}  // namespace

// The first byte chooses the kind.
void try_bytes(std::string_view bytes) {
  if (bytes.empty()) return;
  const char kind = bytes.front();
  bytes.remove_prefix(1);
  switch (static_cast<unsigned char>(kind) % 8) {
    case 0:
      return try_record<OrgState>(bytes);
    case 1:
      return try_record<DirectoryState>(bytes);
    case 2:
      return try_record<ReservationState>(bytes);
    case 3:
      return try_record<IdState>(bytes);
    case 4:
      return try_record<BookState>(bytes);
    case 5:
      return try_record<PartitionGlobals>(bytes);
    case 6:
      return try_record<StripeState>(bytes);
    default:
      return try_record<DigestParts>(bytes);
  }
}

}  // namespace nemo::fuzz
