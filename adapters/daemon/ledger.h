#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/daemon/standing.h"
#include "adapters/daemon/stored_teams.h"
#include "engine/runner/reservation_story.h"
#include "engine/state/digest.h"
#include "engine/state/directory_state.h"
#include "engine/state/org_state.h"
#include "engine/state/reservation_state.h"
#include "engine/state/stripe_state.h"
#include "events/catalog/envelope.h"
#include "events/log/log_port.h"
#include "events/outcomes/account.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// Why a ledger cannot go on, for people: the thing, the reason, the fix; and the exit status of
// CONTRACT 1 (3: the data directory, 4: the log or another server; 128 and a signal's number).
struct Failure {
  int exit_status = 3;
  std::string message;
  // What was to be appended may or may not be on the log: ask again with the same ids.
  bool unknown_fate = false;
};

// A log on Kafka, instead of the embedded one.
struct KafkaChoice {
  std::string brokers;  // HOST:PORT[,HOST:PORT]
  std::string topic_prefix = "ledger";
  std::string client_file = {};  // further properties of the client: TLS, SASL
  // The partitions that this node decides; all if none is named.
  std::vector<PartitionId> partitions = {};
};

struct LedgerOptions {
  enum class Mode : std::uint8_t {
    kReadWrite,  // creates the directory if it is not there
    kReadOnly,   // changes nothing; the directory must be there
  };
  std::filesystem::path data;
  Mode mode = Mode::kReadWrite;
  std::size_t batch_records = 4'096;  // changes speed, never results
  unsigned partition_threads = 1;     // changes speed, never results
  std::optional<KafkaChoice> kafka = {};
  std::int64_t patience_ms = 5'000;  // how long a call waits for its decision, on Kafka
  // Called now and then while opening catches up with the log. What it throws ends the opening;
  // the next one goes on from what was written by then.
  std::function<void(std::uint64_t records_done, std::uint64_t records_in_all)> progress = {};
};

struct PartitionDigest {
  PartitionId partition = 0;
  Offset position = 0;  // of the next record: how many records the partition holds
  Digest digest = 0;
};

// An organization after all records decided so far; what it refers to ends with the visit.
struct OrgReading {
  const OrgState& org;
  const DirectoryState& directory;
  LogPosition position;  // of the last record of its partition
  TimeMs at;             // the log time there
  std::int64_t fee_bps;  // platform fee of its plan now, basis points
};

struct PriceBookName {
  Label version;
  TimeMs effective_from;
  std::size_t models = 0;
};

// A record to append.
struct LedgerInput {
  Envelope envelope;
  std::optional<TimeMs> at;
};

// One ledger, or a replica of it: a log, the engine, and its state under one directory. Opening
// catches up with the log. On Kafka it goes on following the log by itself, also what others
// append. Thread rule: `apply` and `close` from one thread, the rest from any. What is visited or
// answered must not ask the ledger for anything but another submit().
class Ledger {
 public:
  // Lines of one input, in CONTRACT 3's order. Called once an input, in the inputs' order.
  using Answer = std::function<void(std::size_t index, std::span<const Outcome> lines)>;

  // Throws Failure.
  static std::unique_ptr<Ledger> open(const LedgerOptions& options);
  virtual ~Ledger() = default;

  // Appends the inputs in order (those of the whole ledger to every partition), waits until they
  // are durable, decides them and answers. Throws Failure; inputs answered before stay answered. A
  // record of rules that are not known is refused with status 2, here and below: it does not come
  // onto the log, nor do those after it in the same call.
  virtual void apply(std::vector<LedgerInput>& inputs, const Answer& answer) = 0;

  // Appends and decides one input, together with those of other threads that come at the same
  // time; returns when it is durable and decided: its lines. Throws Failure.
  virtual std::vector<Outcome> call(LedgerInput input) = 0;

  // The same for callers that do not wait: one of the two is called, from a thread of the ledger:
  // `done` with the lines, or `failed` (may be empty) with the reason. Order of calls of one thread
  // is order on the log. Throws Failure: then neither is called. Neither may throw.
  using Done = std::function<void(std::span<const Outcome>)>;
  using Failed = std::function<void(const Failure&)>;
  virtual void submit(LedgerInput input, Done done, Failed failed = {}) = 0;

  // Why it decides nothing any more; nothing while it does.
  virtual std::optional<Failure> failure() = 0;

  virtual NodeStanding standing() = 0;

  // What was repaired at opening; empty: nothing.
  virtual const std::string& repaired() const = 0;

  // By the state as of all records decided; one line a partition.
  virtual std::vector<PartitionDigest> digests() = 0;

  // Calls `visit` with the organization, and nothing else is decided meanwhile; false if there is
  // none of that id.
  virtual bool read(const OrgId& org_id, const std::function<void(const OrgReading&)>& visit) = 0;
  // A copy of its hot state; nothing if there is no such organization.
  virtual std::optional<OrgState> organization(const OrgId& org_id) = 0;
  // What is known of a reservation; nothing if its id was never used, or is forgotten.
  virtual std::optional<ReservationState> reservation(const OrgId& org_id,
                                                      const ReservationId& id) = 0;
  // The organization's automatic top-up under way, and those before it; a blank one where there is
  // none.
  virtual TopUpState top_up(const OrgId& org_id) = 0;
  // The organization's customers at Stripe that were told of, by customer_id.
  virtual std::vector<LinkedCustomer> customers(const OrgId& org_id) = 0;
  // The lines that a call of the gateway would get if it were the next record of its partition,
  // `now`: see engine/core/dry_run.h. Nothing is appended, nothing changes.
  virtual std::vector<Outcome> dry_run(const Envelope& call, TimeMs now) = 0;
  // All that happened to a reservation: see engine/runner/reservation_story.h. Reads the log beside
  // the engine.
  virtual ReservationStory story(
      const OrgId& org_id, const ReservationId& id,
      const std::function<bool(std::uint64_t records_done)>& progress) = 0;
  // The teams of an organization by id, from one on, at most so many; none that was removed. Waits
  // until what was decided of settings is stored.
  virtual std::vector<Team> teams(const OrgId& org_id, const TeamId& from, std::size_t limit) = 0;
  // The first record of that event_id among those that it tells apart; nothing where there is none,
  // or it is forgotten within the hour: a repeat that is appended now changes nothing.
  virtual std::optional<LogPosition> first_of(const OrgId& org_id, const EventId& event_id) = 0;
  // The same as read(), for `done` alone: there the ledger must not be asked for anything else.
  virtual bool read_within_done(const OrgId& org_id,
                                const std::function<void(const OrgReading&)>& visit) = 0;
  // Grows with every record of a partition that is no call, money or time: while it stays, so do
  // its organizations' keys, members and settings.
  virtual std::uint64_t settings_version(PartitionId partition) = 0;

  // The latest log time of all partitions.
  virtual TimeMs log_time() = 0;
  // Every price book that was accepted, in the order of the log, also those not in force yet.
  virtual std::vector<PriceBookPublished> price_books() = 0;
  // What they are, without their prices, from one on (by its place in that order), at most so many.
  virtual std::vector<PriceBookName> price_book_names(std::size_t from, std::size_t limit) = 0;
  // What each account holds, by Account: debits minus credits of all partitions, as the state has
  // it.
  virtual std::array<Wide, kAccountCount> accounts() = 0;

  virtual LogPort& log() = 0;

  // The stored lines of the record at a position; empty if there is none.
  virtual std::vector<Outcome> outcomes_at(LogPosition position) = 0;
  // Stored lines of a partition from an offset on, record by record, until `visit` gives false.
  virtual void each_outcome(LogPosition from,
                            const std::function<bool(std::span<const Outcome>)>& visit) = 0;

  // Writes a checkpoint of everything and closes. The destructor does so too, without throwing.
  virtual void close() = 0;
};

}  // namespace nemo
