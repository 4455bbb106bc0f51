#pragma once

#include <utility>
#include <vector>

#include "adapters/workload/random.h"
#include "adapters/workload/timed_envelope.h"
#include "adapters/workload/totals.h"
#include "adapters/workload/world.h"

namespace nemo {

// An event_id of the seed's: a UUID of version 4.
EventId draw_event_id(std::uint64_t seed, std::uint64_t index);

// An amount within a billion dollars: no sum of a workload leaves 64 bits.
Nano nano_of(Wide amount);

// Where the records of one customer are written down. Thread rule: one thread.
class CustomerScript {
 public:
  CustomerScript(const World& world, const Totals& totals, std::size_t org,
                 std::vector<TimedEnvelope>& records)
      : world_(world), totals_(totals), org_(org), records_(records) {}

  const OrgShape& org() const { return world_.orgs()[org_]; }
  const OrgTotals& total() const { return totals_.orgs[org_]; }
  const Totals& totals() const { return totals_; }
  const World& world() const { return world_; }

  // A minute before the first call.
  TimeMs set_up_at() const { return {totals_.first_at.value - kMsPerMinute}; }
  // Within the time of the calls: 0 the first, 1,000 the last.
  TimeMs moment(std::int64_t per_mille) const;

  void write(TimeMs at, Payload payload);
  void grant(TimeMs at, const char* grant_id, CreditKind kind, Wide amount,
             std::optional<TimeMs> expires_at = std::nullopt);
  // Limit: percent of what would be spent, and room for `holds` of the largest holds.
  void budget(TimeMs at, Scope scope, std::string_view scope_id, Period period, Wide limit);
  Wide room(Wide spent, std::int64_t percent, std::int64_t holds) const {
    return spent * percent / 100 + total().hold_max * holds;
  }

 private:
  const World& world_;
  const Totals& totals_;
  std::size_t org_;
  std::vector<TimedEnvelope>& records_;
};

// The customer as it signs up.
void sign_up(CustomerScript& script);
// What happens to it later.
void live(CustomerScript& script);

}  // namespace nemo
