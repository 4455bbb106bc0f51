#pragma once

#include <cstdint>
#include <string_view>

#include "events/catalog/payload.h"

namespace nemo {

inline constexpr std::int64_t kMax = INT64_MAX;
inline constexpr std::int64_t kMin = INT64_MIN;

// 2026-01-01T00:00:00Z, a Thursday: times in tests are milliseconds after it unless written out.
inline constexpr std::int64_t kStart = 1'767'225'600'000;

// Records with everything that must be in them. `with` changes a field or two.
OrganizationCreated organization();
KeyCreated key(std::string_view id);
KeyUpdated key_update(std::string_view id);
KeyRevoked key_revoked(std::string_view id);
BudgetSet budget(Scope scope, std::string_view id, Period period, std::int64_t limit);
BudgetRemoved no_budget(Scope scope, std::string_view id, Period period);
CreditGranted credits(std::string_view id, std::int64_t amount);
CreditGranted promotion(std::string_view id, std::int64_t amount, std::int64_t ends_ms);
CreditGranted purchase(std::string_view id, std::int64_t amount, std::int64_t ends_ms);
CreditAdjusted adjustment(std::string_view id, std::int64_t amount);
ReservationRequested request(std::string_view id, std::int64_t amount);
ReservationIncreased increase(std::string_view id, std::string_view increase_id,
                              std::int64_t amount);
ReservationSettled settle(std::string_view id, std::int64_t cost);
ReservationReleased release(std::string_view id);
UsageRecorded usage(std::string_view id, std::int64_t cost);
MemberAdded member(std::string_view id, Role role);
// A book with one model "m" at `price_e18` a token of input, good from kStart + `from_ms` on.
PriceBookPublished book(std::string_view version, std::int64_t price_e18, std::int64_t from_ms);
Usage input_tokens(std::int64_t tokens);

template <class Record, class Change>
Record with(Record record, Change&& change) {
  change(record);
  return record;
}

}  // namespace nemo
