#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "adapters/daemon/call_header.h"
#include "adapters/daemon/calls.h"
#include "adapters/daemon/decided_counts.h"
#include "adapters/daemon/engine_ledger.h"
#include "adapters/daemon/outcome_publisher.h"
#include "adapters/daemon/steady_clock.h"
#include "adapters/embedded_log/files.h"
#include "adapters/kafka/kafka_feed.h"
#include "adapters/kafka/kafka_log.h"
#include "adapters/kafka/kafka_producer.h"

namespace nemo {

// A replica of the Ledger on Kafka. A thread follows the log and decides every record, whoever
// appended it; callers wait for theirs, which it knows by a header. See ledger.h.
class KafkaLedger : public EngineLedger {
 public:
  explicit KafkaLedger(const LedgerOptions& options);
  ~KafkaLedger() override;

  void apply(std::vector<LedgerInput>& inputs, const Answer& answer) override;
  std::vector<Outcome> call(LedgerInput input) override;
  void submit(LedgerInput input, Done done, Failed failed) override;
  const std::string& repaired() const override { return repaired_; }
  std::optional<Failure> failure() override;
  NodeStanding standing() override;
  LogPort& log() override { return *log_; }
  void close() override;

 private:
  // Of kafka_ledger.cc: opening and closing.
  void open();
  void check_published(const PublishedMarks& marks);
  void start_feed();
  void fetch_something();
  void catch_up();
  void start_following(const PublishedMarks& marks);
  void complete_broadcasts();
  void drain();

  // Of kafka_ledger_following.cc: the engine's thread.
  void follow(const std::stop_token& stop);
  bool step_arrived(Offset most);
  void hand_out();
  void count_decided(const Runner::Ends& ends);
  void count_lines(const Runner::Ends& ends);
  void expire_late();
  void tick_where_due();
  void note_standing();
  void note_answer(std::int64_t sent_us);
  void end_with(const Failure& failure);

  // Of kafka_ledger_calls.cc: what callers ask.
  struct Sending {
    std::vector<NewRecord> records;  // one, or one a partition with partition 0 last
    Done done;
    Failed failed;
    std::int64_t patience_ms = 0;
    bool waits_for_room = false;
  };
  void send(Sending sending);
  void send_one(NewRecord record, Sending& sending);
  void send_held_back();
  Failure busy(PartitionId partition) const;
  void send_everywhere(Sending sending);
  void apply_from(std::size_t begin, std::size_t end, std::vector<LedgerInput>& inputs,
                  const Answer& answer);
  Sending sending_of(const LedgerInput& input);
  void fail_call(const KafkaProducer::Report& report);

  KafkaSettings settings_;
  std::vector<PartitionId> partitions_;
  CallHeader call_header_;
  std::string repaired_;
  std::unique_ptr<embedded_log::DirectoryLock> lock_;
  std::unique_ptr<KafkaLog> log_;
  KafkaFeed* feed_ = nullptr;  // that the engine reads
  std::unique_ptr<OutcomePublisher> publisher_;
  Calls calls_;
  // What is sent while records are handed out goes together afterwards: small batches are dear.
  // Of the engine's thread.
  struct HeldBack {
    NewRecord record;
    std::uint64_t number = 0;
  };
  std::vector<HeldBack> held_back_;
  std::atomic<std::thread::id> handing_out_;
  std::unique_ptr<KafkaProducer> producer_;
  std::mutex failure_mutex_;
  std::optional<Failure> failure_;
  std::mutex standing_mutex_;
  DecidedCounts decided_;
  NodeStanding standing_;  // as of the last step
  NodeStanding counted_;   // by the engine's thread
  std::int64_t next_tick_ms_ = 0;
  std::atomic<bool> closing_ = false;
  bool closed_ = false;
  std::jthread thread_;
};

// That what was to be appended may be on the log or not.
Failure unknown_fate(const std::string& reason);

}  // namespace nemo
