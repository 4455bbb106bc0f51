#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pricing/price_table.h"
#include "engine/state/digest.h"
#include "engine/state/directory_state.h"
#include "engine/state/hold_queue.h"
#include "engine/state/lot_queue.h"
#include "engine/state/object_key.h"
#include "engine/state/object_table.h"
#include "engine/state/org_state.h"
#include "engine/state/reservation_state.h"
#include "engine/state/stripe_state.h"
#include "engine/state/window_starts.h"
#include "events/catalog/plan_limits.h"
#include "events/catalog/rules.h"
#include "events/outcomes/account.h"

namespace nemo {

// A price book in force from `effective_from` on, by log time.
struct BookState {
  Label version;
  TimeMs effective_from;
  Offset offset = 0;
  std::string content;  // of the record, see engine/state/content.h
  std::vector<ModelPrices> models;
  PriceTable table;  // made of `models`
};

struct PlanState {
  std::int64_t fee_bps = 0;
  Nano free_credits;
  std::optional<PlanLimits> limits;
};

// What the fee of a plan was before it was defined anew, up to that record's log time.
struct FormerFee {
  TimeMs until;  // it counted no more from then on
  std::int64_t fee_bps = 0;
};
// So many are kept of a plan: before the oldest of them nothing else counted.
inline constexpr std::size_t kFormerFeesMax = 100;

// What a partition knows beside its objects. Written with every checkpoint.
struct PartitionGlobals {
  Offset next_offset = 0;
  TimeMs log_time;
  bool live = false;  // holds a record without `at`: `at` counts no more
  std::int64_t rules = 1;
  std::array<Wide, kAccountCount> accounts{};  // debits minus credits
  std::map<std::string, PlanState> plans;
  std::map<std::string, std::vector<FormerFee>> former_fees;  // by plan, oldest first; none empty
};

// Of an organization without a plan, or with one that nobody defined.
inline constexpr std::int64_t kDefaultFeeBps = 400;

// The platform fee of a plan, basis points.
inline std::int64_t fee_bps_of(const PartitionGlobals& globals, const Label& plan) {
  const auto found = globals.plans.find(plan.value);
  return found == globals.plans.end() ? kDefaultFeeBps : found->second.fee_bps;
}

// The same at a log time; before the plan's first definition the first one's.
inline std::int64_t fee_bps_at(const PartitionGlobals& globals, const Label& plan, TimeMs time) {
  if (const auto former = globals.former_fees.find(plan.value);
      former != globals.former_fees.end()) {
    for (const FormerFee& fee : former->second) {
      if (time < fee.until) return fee.fee_bps;
    }
  }
  return fee_bps_of(globals, plan);
}

// All state of one partition that is in memory: what `step` reads and changes. Objects named by a
// record are there before it is stepped if the store has them (engine/core/prefetch.h).
// Thread rule: one thread.
struct PartitionState {
  explicit PartitionState(PartitionId partition_id) : partition(partition_id) {}

  PartitionId partition;
  PartitionGlobals globals;
  std::vector<BookState> books;  // by offset
  std::size_t books_stored = 0;  // how many of them a checkpoint holds
  ObjectTable<OrgState> orgs;
  ObjectTable<DirectoryState> directories;
  ObjectTable<ReservationState> reservations;
  ObjectTable<IdState> ids;
  ObjectTable<StripeState> stripe;
  HoldQueue holds;
  LotQueue lots;
  DigestParts digest;

  // The newest rules that the binary knows; no part of the state.
  std::int64_t newest_rules = kNewestRules;

  // Memory that steps use again and again; no part of the state.
  struct Scratch {
    WindowMemo now;
    WindowMemo granted;
    std::string key;
    std::string content;
    std::vector<std::string_view> tags;
    std::vector<BudgetState*> budgets;
    std::vector<Posting> postings;
  };
  Scratch scratch;

  // The book in force at `time`: the latest effective_from, of equal ones the later record.
  const BookState* book_at(TimeMs time) const;
  const BookState* book_of(Offset offset) const;
};

}  // namespace nemo
