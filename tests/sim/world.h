#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/auditor.h"
#include "tests/sim/client.h"

namespace nemo::sim {

enum class Canary : std::uint8_t {
  kNone,
  kNode,  // one node reads the log wrong: the others must notice
  kAll,   // all do: only the independent model can notice
};

// One world to be lived through: all of it follows from this.
struct Plan {
  std::uint64_t seed = 1;
  std::set<Fault> without;
  std::optional<std::set<std::size_t>> records;  // numbers of those that are kept; all if not given
  Canary canary = Canary::kNone;
  bool trace = false;
};

struct Result {
  std::optional<std::string> broken;
  Digest digest = 0;  // of all that was decided, stored and told
  FaultCounts faults{};
  std::int64_t simulated_ms = 0;
  std::uint64_t records = 0;  // on the log
  std::uint64_t told = 0;
  std::uint64_t starts = 0;       // of nodes
  std::size_t records_given = 0;  // by the model, before Plan::records
};

// A log, its replicas and its callers under one clock, on one thread. First everything may go
// wrong; once the last record is on its way nothing does any more, and all must come to rest within
// a minute of simulated time.
class World {
 public:
  World(const Plan& plan, Auditor& auditor);

  Result run();

 private:
  void live();
  std::optional<Request> next_request();
  void something_is_sent();
  void something_is_appended();
  void append_foreign_bytes();
  void activate_rules();
  void decided(LogPosition position);
  void let_log_reopen();
  void reopen_log();
  void let_clock_leap();
  void stop_faults();
  void tell_differences();
  bool is_at_rest() const;
  void check();
  void check_replay();

  Plan plan_;
  Auditor& auditor_;
  Chance chance_;
  Schedule schedule_;
  Trace trace_;
  Faults faults_;
  SimClock clock_;
  Disk log_disk_;
  SimLog log_;
  History history_;
  Surroundings around_;
  Callers callers_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::string> lines_;
  std::vector<Request> requests_;
  std::size_t next_ = 0;
  std::size_t on_their_way_ = 0;  // taken by a client, not yet sent
  LedgerInput last_;
  Auditor::Sent sent_;
  std::map<LogPosition, std::vector<std::function<void()>>> waiting_;
  std::optional<std::int64_t> calm_since_ms_;
  bool log_is_to_open_ = false;
};

}  // namespace nemo::sim
