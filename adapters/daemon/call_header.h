#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/event_id.h"

namespace nemo {

// The header nemo-call of this process's records: 16 random bytes of its own, then the number of
// the call, 8 bytes. So a node knows its callers' records when it reads them. Thread rule: any
// thread.
class CallHeader {
 public:
  CallHeader();

  std::string of(std::uint64_t number) const;
  // Nothing for everybody else's records.
  std::optional<std::uint64_t> number_of(std::string_view header) const;

 private:
  std::string run_;
};

EventId random_event_id();

}  // namespace nemo
