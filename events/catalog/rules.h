#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/catalog/envelope.h"

namespace nemo {

// Rules have versions: a RulesActivated record switches them at its offset. A binary that meets
// newer rules than it knows stops: it must not decide what it cannot know.
inline constexpr std::int64_t kNewestRules = 1;

// The version that a record asks for beyond the newest that is known; nothing for every other
// record. Such a record is not appended, and whoever finds one on the log stops before it.
std::optional<std::int64_t> unknown_rules(const Envelope& envelope,
                                          std::int64_t newest = kNewestRules);

// "has rules_version 2, and this nemo-ledger knows rules up to 1; use a newer nemo-ledger"
std::string unknown_rules_text(std::int64_t version, std::int64_t newest = kNewestRules);

}  // namespace nemo
