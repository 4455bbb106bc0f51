#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "events/catalog/enums.h"
#include "events/catalog/unreadable.h"
#include "events/outcomes/outcome_name.h"
#include "events/values/integer.h"
#include "events/values/money.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// The numbers behind an outcome, one alternative a shape. JSON names are the members' names.

// A budget as it stood: spent and held in the window asked about.
struct BudgetStanding {
  Scope scope{};
  ScopeId scope_id;
  Period period{};
  Nano limit_nano;
  Nano spent_nano;
  Nano held_nano;

  bool operator==(const BudgetStanding&) const = default;
};

struct GrantedDetail {  // granted
  Nano amount_nano;
  TimeMs expires_at;
  std::optional<BudgetStanding> tightest;  // also prints remaining_nano

  bool operator==(const GrantedDetail&) const = default;
};
struct LimitDetail {  // denied_rate_limit, denied_token_limit, denied_parallel_limit
  std::int64_t limit = 0;
  Wide used = 0;
  std::optional<TimeMs> retry_at;

  bool operator==(const LimitDetail&) const = default;
};
struct BudgetDetail {  // denied_budget
  BudgetStanding budget;
  std::optional<TimeMs> retry_at;

  bool operator==(const BudgetDetail&) const = default;
};
struct CreditsDetail {  // denied_credits
  Nano needed_nano;
  Nano available_nano;

  bool operator==(const CreditsDetail&) const = default;
};
struct SettledDetail {  // settled; accepted of usage_recorded
  Nano cost_nano;

  bool operator==(const SettledDetail&) const = default;
};
struct AmountDetail {  // released, expired: the hold that went back
  Nano amount_nano;

  bool operator==(const AmountDetail&) const = default;
};
struct FirstDetail {  // already_*, exists, exists_with_different_*
  OutcomeName outcome;
  LogPosition position;

  bool operator==(const FirstDetail&) const = default;
};
struct MalformedDetail {  // malformed
  UnreadableReason reason{};

  bool operator==(const MalformedDetail&) const = default;
};
struct AlertDetail {  // budget_alert
  Scope scope{};
  ScopeId scope_id;
  Period period{};
  std::int64_t percent = 0;

  bool operator==(const AlertDetail&) const = default;
};
struct CreditExpiredDetail {  // credit_expired
  GrantId grant_id;
  Nano amount_nano;

  bool operator==(const CreditExpiredDetail&) const = default;
};

// balance_low; accepted of top_up_requested. amount: the credits to buy, if any.
struct TopUpDetail {
  Nano threshold_nano;
  std::optional<Nano> amount_nano;

  bool operator==(const TopUpDetail&) const = default;
};

// The alternatives' indexes are on the wire: add at the end.
using Detail = std::variant<std::monostate, GrantedDetail, LimitDetail, BudgetDetail, CreditsDetail,
                            SettledDetail, AmountDetail, FirstDetail, MalformedDetail, AlertDetail,
                            CreditExpiredDetail, TopUpDetail>;

}  // namespace nemo
