#pragma once

#include <cstddef>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// Which records a ledger held when a run began, by event_id: what a run that was cut off need not
// send again. Thread rule: one thread.
class KnownRecords {
 public:
  // Reads all stored outcomes once.
  explicit KnownRecords(Ledger& ledger);

  // The lines a record was answered with; none if the ledger did not hold it.
  std::vector<Outcome> lines_of(const Envelope& envelope) const;

 private:
  // An event_id is random enough as it is.
  struct Hash {
    std::size_t operator()(const EventId& id) const {
      std::size_t hash = 0;
      std::memcpy(&hash, id.bytes.data(), sizeof hash);
      return hash;
    }
  };

  Ledger& ledger_;
  std::unordered_map<EventId, LogPosition, Hash> positions_;
};

}  // namespace nemo
