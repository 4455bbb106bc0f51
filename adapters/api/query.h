#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/http/request_head.h"

namespace nemo::api {

// What may stand in a route's query. Values of their own bits: a set is made with |.
enum class Query : std::uint16_t {
  kNone = 0,
  kMinPosition = 1 << 0,  // a read waits until the ledger has come there
  kDryRun = 1 << 1,
  kLimit = 1 << 2,  // rows of a page
  kCursor = 1 << 3,
  kFrom = 1 << 4,  // the first moment, or day, that is shown
  kTo = 1 << 5,    // and the first that is not
  kOutcome = 1 << 6,
  kKind = 1 << 7,
  kModel = 1 << 8,  // of the call that a line is about, like the next
  kKeyId = 1 << 9,
  kStatus = 1 << 10,
  kAt = 1 << 11,  // as of when
};
constexpr Query operator|(Query a, Query b) {
  return static_cast<Query>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
constexpr bool has(Query set, Query one) {
  return (static_cast<std::uint16_t>(set) & static_cast<std::uint16_t>(one)) != 0;
}

// Those of a set, in the order above.
std::vector<Query> each_of(Query set);
// "min_position", ...
std::string_view name_of(Query one);

// Refuses what the route does not take, and what is given twice: nobody shall take a misspelt
// parameter for one that was followed. Throws Fault kInvalidRequest.
void check_query(const std::vector<http::QueryPair>& asked, Query taken);

}  // namespace nemo::api
