#pragma once

#include <vector>

#include "events/outcomes/outcome.h"

namespace nemo::wire_test {

inline constexpr LogPosition kPosition{7, 1'234'567};

inline Outcome plain_line() {
  Outcome line;
  line.position = kPosition;
  line.at = TimeMs{1'767'225'600'123};
  line.event_id = *parse_event_id("00112233-4455-6677-8899-aabbccddeeff");
  line.org_id = OrgId("acme");
  line.name = {OutcomeCode::kAccepted, Field::kNone};
  return line;
}

inline BudgetStanding standing() {
  return {Scope::kTag, ScopeId("a\"b"), Period::kMonthly, Nano{100}, Nano{40}, Nano{-7}};
}

// Every shape of detail, optional members left out and given, numbers at their ends.
inline std::vector<Detail> sample_details() {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const Wide wide = Wide{kMost} * 1'000'000'007;
  const BudgetStanding extreme{Scope::kKey,  ScopeId("k"), Period::kTotal,
                               Nano{kLeast}, Nano{kMost},  Nano{kMost}};
  return {std::monostate(),
          GrantedDetail{Nano{5}, TimeMs{1'000}, std::nullopt},
          GrantedDetail{Nano{kMost}, TimeMs{kMost}, standing()},
          GrantedDetail{Nano{0}, TimeMs{0}, extreme},
          LimitDetail{60, 61, TimeMs{60'000}},
          LimitDetail{kLeast, wide, std::nullopt},
          LimitDetail{kMost, -wide, std::nullopt},
          LimitDetail{0, std::numeric_limits<Wide>::min(), std::nullopt},
          LimitDetail{0, std::numeric_limits<Wide>::max(), std::nullopt},
          LimitDetail{0, -1, std::nullopt},
          BudgetDetail{standing(), TimeMs{-1}},
          BudgetDetail{extreme, std::nullopt},
          CreditsDetail{Nano{1}, Nano{kLeast}},
          SettledDetail{Nano{3}},
          SettledDetail{Nano{0}},
          AmountDetail{Nano{9}},
          FirstDetail{{OutcomeCode::kInvalid, Field::kAmountNano}, {3, 0}},
          FirstDetail{{OutcomeCode::kGranted, Field::kNone}, {15, kMost}},
          MalformedDetail{UnreadableReason::kTooLong},
          AlertDetail{Scope::kOrganization, ScopeId("acme"), Period::kDaily, 80},
          CreditExpiredDetail{GrantId("g-1"), Nano{11}},
          TopUpDetail{Nano{12}, Nano{13}}};
}

// Lines of one record: each detail, with and without each part of a line.
inline std::vector<Outcome> sample_lines() {
  std::vector<Outcome> lines;
  for (const Detail& detail : sample_details()) {
    Outcome bare = plain_line();
    bare.detail = detail;
    bare.event_id.reset();
    bare.org_id = OrgId();
    lines.push_back(bare);
    Outcome full = plain_line();
    full.detail = detail;
    full.name = {OutcomeCode::kExistsWithDifferent, Field::kContent};
    full.flags = kFlagAboveHold | kFlagLate | kFlagAfterRelease | kFlagOrphan | kFlagUnpriced;
    full.reservation_id = ReservationId("r-1");
    full.balance = Balance{Nano{-1}, Nano{2}, Nano{-3}};
    full.postings = {{Account::kOwed, Account::kRevenueUsage, {1}},
                     {Account::kCreditsPurchased, Account::kProviderPayable, {1'000'000'000}}};
    lines.push_back(full);
    full.by_time = true;
    full.event_id.reset();
    full.created_offset = 42;
    lines.push_back(full);
  }
  return lines;
}

}  // namespace nemo::wire_test
