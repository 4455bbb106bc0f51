#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nemo {

// How calls go, per mille of all calls; the rest reserve and settle as they should.
struct CallShares {
  // What becomes of a call.
  std::int64_t fails = 40;          // the provider fails: released
  std::int64_t cancels = 30;        // the caller leaves: released, or settled PARTIAL
  std::int64_t settles_twice = 10;  // a retry of the settlement
  std::int64_t settles_late = 6;    // after the hold expired
  std::int64_t exceeds_hold = 20;   // the estimate was too low
  std::int64_t increases = 25;      // a stream outgrows its hold midway
  std::int64_t orphans = 6;         // settled, never reserved
  std::int64_t released_then_settled = 4;
  std::int64_t abandoned = 4;   // the gateway died: the hold expires
  std::int64_t unreserved = 5;  // usage_recorded
  // What cannot be granted.
  std::int64_t unknown_key = 3;
  std::int64_t unpriced_model = 2;
  std::int64_t unknown_organization = 1;
  // Of the calls by a key that may use some models alone.
  std::int64_t foreign_model = 40;
};

struct NamedShare {
  std::string_view name;  // as the member
  std::int64_t CallShares::*share;
};

// Every share; foreign_model, which is not of all calls, is the last.
inline constexpr std::array<NamedShare, 14> kNamedShares = {{
    {"fails", &CallShares::fails},
    {"cancels", &CallShares::cancels},
    {"settles_twice", &CallShares::settles_twice},
    {"settles_late", &CallShares::settles_late},
    {"exceeds_hold", &CallShares::exceeds_hold},
    {"increases", &CallShares::increases},
    {"orphans", &CallShares::orphans},
    {"released_then_settled", &CallShares::released_then_settled},
    {"abandoned", &CallShares::abandoned},
    {"unreserved", &CallShares::unreserved},
    {"unknown_key", &CallShares::unknown_key},
    {"unpriced_model", &CallShares::unpriced_model},
    {"unknown_organization", &CallShares::unknown_organization},
    {"foreign_model", &CallShares::foreign_model},
}};

// Changes the shares that are named: "fails=100,orphans=0". Throws WorkloadFailure.
void change_shares(CallShares& shares, std::string_view text);

// Throws WorkloadFailure unless each share and the sum of those of all calls is 0 to 1,000.
void check_shares(const CallShares& shares);

}  // namespace nemo
