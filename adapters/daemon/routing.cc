#include "adapters/daemon/routing.h"

#include <utility>

#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"

namespace nemo {
namespace {

bool goes_everywhere(const Envelope& envelope) {
  return is_broadcast(envelope.payload) && !names_wrong_organization(envelope);
}

// What is malformed lets no time pass, and must not make its partition a live one by having none.
std::optional<TimeMs> time_of(const LedgerInput& input) {
  if (input.at || !names_wrong_organization(input.envelope)) return input.at;
  return TimeMs{0};
}

}  // namespace

std::size_t route(const LedgerInput& input, std::vector<NewRecord>& records) {
  NewRecord record;
  record.at = time_of(input);
  record.key = input.envelope.org_id.value;
  encode_envelope(input.envelope, record.envelope);
  if (!goes_everywhere(input.envelope)) {
    const bool is_known = !input.envelope.org_id.empty();
    record.partition = is_known ? partition_of(input.envelope.org_id) : PartitionId{0};
    records.push_back(std::move(record));
    return 1;
  }
  for (PartitionId place = kPartitionCount; place > 0; --place) {
    record.partition = static_cast<PartitionId>(place - 1);
    records.push_back(record);
  }
  return kPartitionCount;
}

bool is_for_all(const LedgerInput& input) { return goes_everywhere(input.envelope); }

}  // namespace nemo
