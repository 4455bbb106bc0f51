#pragma once

#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "engine/runner/replay.h"

namespace nemo {

// How partitions end, as texts to compare: "PARTITION POSITION DIGEST".
inline std::vector<std::string> texts(const std::vector<PartitionDigest>& digests) {
  std::vector<std::string> found;
  for (const PartitionDigest& d : digests) {
    found.push_back(std::to_string(d.partition) + " " + std::to_string(d.position) + " " +
                    format_digest(d.digest));
  }
  return found;
}

// How they end by the log alone.
inline std::vector<std::string> rebuilt(LogPort& log) {
  std::vector<PartitionDigest> digests;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    Replay replay(log, partition);
    while (replay.next()) {
    }
    digests.push_back({partition, log.end_offset(partition), replay.digest()});
  }
  return texts(digests);
}

// A record with an event_id of that number and no time of its own.
inline LedgerInput live(std::string_view org, int number, Payload payload) {
  LedgerInput input;
  input.envelope.event_id = EventId{};
  input.envelope.event_id->bytes[0] = static_cast<std::uint8_t>(number);
  input.envelope.event_id->bytes[1] = static_cast<std::uint8_t>(number >> 8);
  input.envelope.org_id = OrgId(org);
  input.envelope.payload = std::move(payload);
  return input;
}

}  // namespace nemo
