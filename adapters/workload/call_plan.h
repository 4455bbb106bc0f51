#pragma once

#include <cstdint>
#include <string_view>

#include "adapters/workload/tokens.h"
#include "adapters/workload/trace.h"
#include "adapters/workload/world.h"
#include "events/values/time.h"

namespace nemo {

// What becomes of a call.
enum class Fate : std::uint8_t {
  kSettles,
  kFails,
  kCancelled,  // released
  kCutOff,     // cancelled after part of the answer: settled PARTIAL
  kSettlesTwice,
  kSettlesLate,
  kExceedsHold,
  kIncreases,
  kOrphan,
  kReleasedThenSettled,
  kAbandoned,
  kUnreserved,
  kUnknownKey,
  kUnpricedModel,
  kUnknownOrganization,
  kForeignModel,
};

// "settles", "fails", ...: as choices print it.
std::string_view fate_name(Fate fate);

// The steps of a call, in their order.
enum class Step : std::uint8_t { kReserve = 0, kIncrease = 1, kEnd = 2, kSecond = 3 };

enum class EndKind : std::uint8_t { kNone, kSettle, kSettlePartial, kRelease, kRecordUsage };

// "", "settle", "settle_partial", "release", "record_usage".
std::string_view end_name(EndKind kind);

// All that is chosen for one call, whatever the ledger will answer. A time that is not there is
// without meaning where its kind is kNone (`increased`: false).
struct CallPlan {
  std::int64_t row = 0;
  TimeMs at;
  std::size_t org = 0;
  std::size_t key = 0;
  std::size_t model = 0;
  unsigned tags = 0;  // bits, by kTagNames
  Fate fate{};

  bool reserves = true;
  Tokens hold;
  std::int64_t estimated_tokens = 0;
  std::int64_t ttl_ms = 0;  // 0: left out
  bool increased = false;
  TimeMs increase_at;
  std::int64_t more_output_tokens = 0;
  std::int64_t extend_ms = 0;
  EndKind end{};
  TimeMs end_at;
  Tokens used;
  EndKind second{};
  TimeMs second_at;

  TimeMs step_at(Step step) const;
};

// A pure function of the world (its seed and options), the row and the call.
CallPlan plan_call(const World& world, std::int64_t row, const TraceRow& call);

// What the plan's names are in records.
std::string_view model_of(const World& world, const CallPlan& plan);
OrgId org_of(const World& world, const CallPlan& plan);
KeyId key_of(const World& world, const CallPlan& plan);
// What an increase asks for: the price of the larger answer minus that of the hold.
Nano increase_amount(const World& world, const CallPlan& plan);

}  // namespace nemo
