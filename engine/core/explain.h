#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/step.h"
#include "engine/state/partition_state.h"

namespace nemo {

// The checks of a reservation or an increase, in the order they are asked.
enum class CheckKind : std::uint8_t {
  kForm,          // found: the wrong field
  kReservation,   // a request: its id is new; an increase: there is an open hold
  kOrganization,  // found: "active", "suspended", "closed", "unknown"
  kKey,           // found: "good", "unknown", "revoked", "expired"
  kModel,         // found: "allowed", "not allowed"
  kPrice,         // of max_usage. found: the price book's version; asked: the amount it makes
  kRequests,      // used + asked <= limit, in the minute
  kTokens,
  kParallel,
  kBudget,   // spent + held + asked <= limit, in the window of the grant
  kCredits,  // asked <= available
};

// One check and the numbers it was asked with. Nothing is asked after one that failed.
struct Check {
  CheckKind kind{};
  bool passed = false;
  std::string found;
  Wide used = 0;
  Wide asked = 0;
  std::optional<Wide> limit;  // nothing: no limit is set
  std::optional<BudgetStanding> budget;
};

// Asks again what `step` asks of a ReservationRequested or ReservationIncreased, and says the
// numbers; changes nothing. The state is the one just before the record, with the time of its log
// time passed (pass_time). All passed: it is granted (or refused at the edge of 64 bits).
std::vector<Check> explain_checks(PartitionState& state, const Record& record);

// "form", "reservation_id", "organization", "requests_per_minute", ...
std::string_view check_name(CheckKind kind);

}  // namespace nemo
