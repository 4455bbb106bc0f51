#pragma once

#include <librdkafka/rdkafka.h>

#include <optional>
#include <string>
#include <string_view>

#include "events/log/log_port.h"

namespace nemo::kafka {

// What a record of NAME.events carries beside its bytes.
//   nemo-at           the time its source gave it, RFC 3339 or milliseconds since 1970
//   nemo-appended-at  of an import: when the record was appended elsewhere
//   nemo-call         24 bytes: a run of a node, and the number of the call it will answer
inline constexpr const char* kAtHeader = "nemo-at";
inline constexpr const char* kAppendedAtHeader = "nemo-appended-at";
inline constexpr const char* kCallHeader = "nemo-call";

struct RecordHeaders {
  std::optional<TimeMs> at;
  std::optional<TimeMs> appended_at;
  std::string_view call;  // into the message; empty: none

  bool timed() const { return at || appended_at; }
};

// The value of a header, into the message; nothing where there is none. Of one that stands several
// times the last counts.
std::optional<std::string_view> header_of(const rd_kafka_headers_t* headers, const char* name);

// A time that cannot be read counts as not given.
RecordHeaders headers_of(const rd_kafka_message_t& message);

}  // namespace nemo::kafka
