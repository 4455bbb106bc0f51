#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo::stripe_ledger {

// Organizations that were told of a low balance for which credits are to be bought, and how far
// each has come: read from the outcomes behind the engine. A small file says where it was; without
// it, or where it is not whole, all outcomes are read once more: what is asked has the same ids.
// Thread rule: one thread.
class LowBalances {
 public:
  struct Low {
    LogPosition told_at;  // of the line balance_low
    std::uint32_t line = 0;
    TimeMs since;
    std::uint32_t attempt = 0;  // the next one's number
    TimeMs next_at{INT64_MIN};  // when it is due
    int failures = 0;           // in a row, of asking Stripe
  };

  // `folder` is there.
  explicit LowBalances(const std::filesystem::path& folder);

  // Reads on where alerts were counted since the last look, elsewhere once a minute. Throws
  // Failure.
  void look(Ledger& ledger, TimeMs now, const std::stop_token& stop);

  const std::map<OrgId, Low>& all() const { return lows_; }
  // While an attempt is under way: the same once more, the later the more often that was said.
  void try_later(const OrgId& org_id, TimeMs now);
  // Once it has ended: the next one, at some time; or none.
  void try_again(const OrgId& org_id, std::uint32_t attempt, TimeMs at);
  void remove(const OrgId& org_id);

  // Writes the file, if there is something new to write.
  void save(TimeMs now);

 private:
  struct Seen {
    std::uint64_t alerts = 0;
    TimeMs at{INT64_MIN};
  };
  using Cursors = std::map<PartitionId, Offset>;

  void load();
  void look_through(Ledger& ledger, LogPosition end, const std::stop_token& stop);
  void see(std::span<const Outcome> lines);

  std::filesystem::path file_;
  Cursors next_;  // the record to read next
  std::map<PartitionId, Seen> seen_;
  std::map<OrgId, Low> lows_;
  TimeMs saved_at_{INT64_MIN};
  bool changed_ = false;
};

}  // namespace nemo::stripe_ledger
